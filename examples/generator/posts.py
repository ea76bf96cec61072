"""Generic posts and organisations of generated people, in English, Chinese and Arabic."""

from __future__ import annotations

from typing import NamedTuple


class Post(NamedTuple):
    """A post in English, Chinese and Arabic, and the kind of organisation it is held in (blank: none)."""

    english: str
    chinese: str
    arabic: str
    workplace: str = ""


HEAD = Post(
    "Representative of {en} for science and technology",
    "{zh}科技事务代表",
    "ممثل {ar} لشؤون العلوم والتكنولوجيا",
    "administration",
)

POSTS: dict[str, tuple[Post, ...]] = {
    "delegate": (
        Post(
            "Adviser for international cooperation", "国际合作顾问", "مستشار للتعاون الدولي", "administration"
        ),
        Post("Head of research policy", "科研政策负责人", "مسؤول سياسات البحث العلمي", "administration"),
        Post("Science counsellor", "科技参赞", "مستشار علمي", "administration"),
        Post("Programme officer", "项目官员", "مسؤول برامج", "administration"),
        Post("Head of technology transfer", "技术转移负责人", "مسؤول نقل التكنولوجيا", "university"),
    ),
    "guest": (
        Post("Member of an academy of sciences", "科学院院士", "عضو أكاديمية للعلوم", "institute"),
        Post("University president", "大学校长", "رئيس جامعة", "university"),
        Post("Director of a research institute", "研究所所长", "مدير معهد بحوث", "institute"),
        Post("Director of a science foundation", "科学基金会主任", "مدير مؤسسة علمية"),
    ),
    "press": (
        Post("Journalist", "记者", "صحفي", "news"),
        Post("Photographer", "摄影记者", "مصور صحفي", "news"),
        Post("Science editor", "科学编辑", "محرر علمي", "news"),
    ),
    "exhibitor": (
        Post("Exhibition manager", "展览负责人", "مدير معارض", "company"),
        Post("Product engineer", "产品工程师", "مهندس منتجات", "company"),
    ),
    "domestic_guest": (
        Post("Professor", "教授", "أستاذ جامعي", "university"),
        Post("Researcher", "研究员", "باحث", "institute"),
        Post("Director of a laboratory", "实验室主任", "مدير مختبر", "institute"),
        Post("Manager of a technology company", "科技企业负责人", "مدير شركة تكنولوجيا", "company"),
        Post("Officer for science and technology", "科技管理人员", "مسؤول شؤون العلوم والتكنولوجيا"),
        Post("Technology manager", "技术经理人", "مدير تكنولوجيا", "university"),
    ),
    "interpreter": (Post("Conference interpreter", "会议口译员", "مترجم فوري"),),
    "liaison_officer": (Post("Liaison officer", "联络官", "ضابط اتصال"),),
    "organiser": (Post("Organiser", "活动负责人", "منظم نشاط"),),
    "secretariat": (Post("Member of the conference secretariat", "大会秘书处工作人员", "عضو أمانة المؤتمر"),),
    "teacher": (Post("Teacher accompanying pupils", "带队教师", "معلم مرافق للتلاميذ", "school"),),
    "minor": (Post("", "", ""),),
    "young-scientists": (
        Post("Postdoctoral researcher", "博士后研究员", "باحث ما بعد الدكتوراه", "university"),
        Post("Assistant professor", "助理教授", "أستاذ مساعد", "university"),
        Post("Leader of a young research group", "青年课题组组长", "قائد فريق بحثي شاب", "institute"),
    ),
    "big-data-competition": (
        Post("Competition finalist", "竞赛决赛选手", "متأهل إلى نهائيات المسابقة", "university"),
        Post("Doctoral student", "博士研究生", "طالب دكتوراه", "university"),
    ),
    "jury": (Post("Chair of the jury", "评审团主席", "رئيس لجنة التحكيم", "university"),),
    "maker-camp": (
        Post("Science educator", "科学教育工作者", "مختص في التربية العلمية", "university"),
        Post("Secondary-school teacher", "中学教师", "معلم في مدرسة ثانوية", "school"),
    ),
    "manufacturing": (
        Post("Professor of manufacturing engineering", "制造工程教授", "أستاذ هندسة التصنيع", "university"),
        Post("Engineering manager", "工程经理", "مدير هندسي", "company"),
        Post("Industrial policy researcher", "产业政策研究员", "باحث في السياسات الصناعية", "institute"),
    ),
    "future-medicine": (
        Post("Professor of medicine", "医学教授", "أستاذ في الطب", "university"),
        Post("Clinical researcher", "临床研究员", "باحث سريري", "hospital"),
        Post("Public-health researcher", "公共卫生研究员", "باحث في الصحة العامة", "institute"),
    ),
    "open-science": (
        Post("Head of a research library", "研究图书馆馆长", "مدير مكتبة بحثية", "university"),
        Post("Data curator", "数据管理专家", "أمين بيانات بحثية", "institute"),
    ),
    "industrial-transformation": (
        Post("Chief engineer", "总工程师", "كبير مهندسين", "company"),
        Post("Innovation manager", "创新管理负责人", "مدير ابتكار", "company"),
    ),
    "research-paradigm": (
        Post("Professor of computing", "计算科学教授", "أستاذ في علوم الحوسبة", "university"),
        Post("Research scientist", "研究员", "باحث علمي", "institute"),
    ),
    "anso-meeting": (
        Post("Environmental scientist", "环境科学家", "عالم بيئة", "institute"),
        Post("Professor of geography", "地理学教授", "أستاذ في الجغرافيا", "university"),
    ),
    "matchmaking": (
        Post("Founder of a technology company", "科技企业创始人", "مؤسس شركة تكنولوجيا", "company"),
        Post("Inventor", "发明人", "مخترع"),
    ),
    "closing": (Post("Rapporteur", "报告人", "مقرِّر", "university"),),
}

# Kind, English, Chinese and Arabic name of the generic organisations of a country.
ABROAD = (
    ("administration", "Science administration of {en}", "{zh}科技主管部门", "إدارة شؤون العلوم في {ar}"),
    ("university", "University in {en}", "{zh}某高校", "جامعة في {ar}"),
    ("institute", "Research institute in {en}", "{zh}某研究所", "معهد بحوث في {ar}"),
    ("hospital", "Hospital in {en}", "{zh}某医院", "مستشفى في {ar}"),
    ("company", "Technology company in {en}", "{zh}某科技企业", "شركة تكنولوجيا في {ar}"),
    ("school", "Secondary school in {en}", "{zh}某中学", "مدرسة ثانوية في {ar}"),
    ("news", "News office in {en}", "{zh}某新闻单位", "مكتب إخباري في {ar}"),
)
# Key (it ends with the kind), English, Chinese and Arabic name of those of the host country.
AT_HOME = (
    ("chongqing-university", "University in Chongqing", "重庆某高校", "جامعة في تشونغتشينغ"),
    ("chongqing-institute", "Research institute in Chongqing", "重庆某研究所", "معهد بحوث في تشونغتشينغ"),
    ("chongqing-hospital", "Hospital in Chongqing", "重庆某医院", "مستشفى في تشونغتشينغ"),
    (
        "chongqing-company",
        "Technology company in Chongqing",
        "重庆某科技企业",
        "شركة تكنولوجيا في تشونغتشينغ",
    ),
    ("chongqing-school", "Secondary school in Chongqing", "重庆某中学", "مدرسة ثانوية في تشونغتشينغ"),
    ("chongqing-news", "News office in Chongqing", "重庆某新闻单位", "مكتب إخباري في تشونغتشينغ"),
    ("sichuan-university", "University in Sichuan", "四川某高校", "جامعة في سيتشوان"),
    ("sichuan-hospital", "Hospital in Sichuan", "四川某医院", "مستشفى في سيتشوان"),
    ("sichuan-company", "Technology company in Sichuan", "四川某科技企业", "شركة تكنولوجيا في سيتشوان"),
    ("beijing-university", "University in Beijing", "北京某高校", "جامعة في بيجين"),
    ("beijing-institute", "Research institute in Beijing", "北京某研究所", "معهد بحوث في بيجين"),
    ("shanghai-company", "Technology company in Shanghai", "上海某科技企业", "شركة تكنولوجيا في شانغهاي"),
    ("guangxi-institute", "Research institute in Guangxi", "广西某研究所", "معهد بحوث في قوانغشي"),
)
