app_name = "vocabulary"
urlpatterns = []
