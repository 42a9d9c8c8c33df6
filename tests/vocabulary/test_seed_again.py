"""The seed lists on a site that has them already, from an earlier version."""

import pytest
from django.core.management import call_command

from vocabulary.models import Country

pytestmark = pytest.mark.usefixtures("whole_vocabulary")


def test_former_states_are_added_to_a_site_and_what_editors_changed_stays():
    Country.objects.filter(key__startswith="X").exclude(key="XK").delete()
    Country.objects.filter(key="YDYE").update(name="Aden")
    Country.objects.get(key="RO").aliases.filter(name="ROM").delete()

    call_command("seed_vocabulary", verbosity=0)

    former = Country.objects.get(key="XGFR")
    assert (former.name, former.cow, former.gw, former.former) == ("West Germany", 260, 260, True)
    assert former.aliases.filter(name="GFR").exists()
    assert Country.objects.get(key="YDYE").name == "Aden"
    assert Country.objects.get(key="RO").aliases.filter(name="ROM").exists()
