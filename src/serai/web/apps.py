from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "serai.web"
    label = "web"
