"""The settings of the benchmark: as in service, without a collected static folder."""

from defence_ties.settings import *  # noqa: F403
from defence_ties.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
