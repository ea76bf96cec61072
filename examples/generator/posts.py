"""Generic posts and organisations of generated people, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple


class Post(NamedTuple):
    """A post in English and Chinese, and the kind of organisation it is held in (blank: none)."""

    english: str
    chinese: str
    workplace: str = ""


HEAD = Post("Representative of {en} for science and technology", "{zh}科技事务代表", "administration")

POSTS: dict[str, tuple[Post, ...]] = {
    "delegate": (
        Post("Adviser for international cooperation", "国际合作顾问", "administration"),
        Post("Head of research policy", "科研政策负责人", "administration"),
        Post("Science counsellor", "科技参赞", "administration"),
        Post("Programme officer", "项目官员", "administration"),
        Post("Head of technology transfer", "技术转移负责人", "university"),
    ),
    "guest": (
        Post("Member of an academy of sciences", "科学院院士", "institute"),
        Post("University president", "大学校长", "university"),
        Post("Director of a research institute", "研究所所长", "institute"),
        Post("Director of a science foundation", "科学基金会主任"),
    ),
    "press": (
        Post("Journalist", "记者", "news"),
        Post("Photographer", "摄影记者", "news"),
        Post("Science editor", "科学编辑", "news"),
    ),
    "exhibitor": (
        Post("Exhibition manager", "展览负责人", "company"),
        Post("Product engineer", "产品工程师", "company"),
    ),
    "domestic_guest": (
        Post("Professor", "教授", "university"),
        Post("Researcher", "研究员", "institute"),
        Post("Director of a laboratory", "实验室主任", "institute"),
        Post("Manager of a technology company", "科技企业负责人", "company"),
        Post("Officer for science and technology", "科技管理人员"),
        Post("Technology manager", "技术经理人", "university"),
    ),
    "interpreter": (Post("Conference interpreter", "会议口译员"),),
    "liaison_officer": (Post("Liaison officer", "联络官"),),
    "organiser": (Post("Organiser", "活动负责人"),),
    "secretariat": (Post("Member of the conference secretariat", "大会秘书处工作人员"),),
    "teacher": (Post("Teacher accompanying pupils", "带队教师", "school"),),
    "minor": (Post("", ""),),
    "young-scientists": (
        Post("Postdoctoral researcher", "博士后研究员", "university"),
        Post("Assistant professor", "助理教授", "university"),
        Post("Leader of a young research group", "青年课题组组长", "institute"),
    ),
    "big-data-competition": (
        Post("Competition finalist", "竞赛决赛选手", "university"),
        Post("Doctoral student", "博士研究生", "university"),
    ),
    "jury": (Post("Chair of the jury", "评审团主席", "university"),),
    "maker-camp": (
        Post("Science educator", "科学教育工作者", "university"),
        Post("Secondary-school teacher", "中学教师", "school"),
    ),
    "manufacturing": (
        Post("Professor of manufacturing engineering", "制造工程教授", "university"),
        Post("Engineering manager", "工程经理", "company"),
        Post("Industrial policy researcher", "产业政策研究员", "institute"),
    ),
    "future-medicine": (
        Post("Professor of medicine", "医学教授", "university"),
        Post("Clinical researcher", "临床研究员", "hospital"),
        Post("Public-health researcher", "公共卫生研究员", "institute"),
    ),
    "open-science": (
        Post("Head of a research library", "研究图书馆馆长", "university"),
        Post("Data curator", "数据管理专家", "institute"),
    ),
    "industrial-transformation": (
        Post("Chief engineer", "总工程师", "company"),
        Post("Innovation manager", "创新管理负责人", "company"),
    ),
    "research-paradigm": (
        Post("Professor of computing", "计算科学教授", "university"),
        Post("Research scientist", "研究员", "institute"),
    ),
    "anso-meeting": (
        Post("Environmental scientist", "环境科学家", "institute"),
        Post("Professor of geography", "地理学教授", "university"),
    ),
    "matchmaking": (
        Post("Founder of a technology company", "科技企业创始人", "company"),
        Post("Inventor", "发明人"),
    ),
    "closing": (Post("Rapporteur", "报告人", "university"),),
}

# Kind, English and Chinese name of the generic organisations of a country.
ABROAD = (
    ("administration", "Science administration of {en}", "{zh}科技主管部门"),
    ("university", "University in {en}", "{zh}某高校"),
    ("institute", "Research institute in {en}", "{zh}某研究所"),
    ("hospital", "Hospital in {en}", "{zh}某医院"),
    ("company", "Technology company in {en}", "{zh}某科技企业"),
    ("school", "Secondary school in {en}", "{zh}某中学"),
    ("news", "News office in {en}", "{zh}某新闻单位"),
)
# Key (it ends with the kind), English and Chinese name of those of the host country.
AT_HOME = (
    ("chongqing-university", "University in Chongqing", "重庆某高校"),
    ("chongqing-institute", "Research institute in Chongqing", "重庆某研究所"),
    ("chongqing-hospital", "Hospital in Chongqing", "重庆某医院"),
    ("chongqing-company", "Technology company in Chongqing", "重庆某科技企业"),
    ("chongqing-school", "Secondary school in Chongqing", "重庆某中学"),
    ("chongqing-news", "News office in Chongqing", "重庆某新闻单位"),
    ("sichuan-university", "University in Sichuan", "四川某高校"),
    ("sichuan-hospital", "Hospital in Sichuan", "四川某医院"),
    ("sichuan-company", "Technology company in Sichuan", "四川某科技企业"),
    ("beijing-university", "University in Beijing", "北京某高校"),
    ("beijing-institute", "Research institute in Beijing", "北京某研究所"),
    ("shanghai-company", "Technology company in Shanghai", "上海某科技企业"),
    ("guangxi-institute", "Research institute in Guangxi", "广西某研究所"),
)
