"""Countries, groupings, forces, places, platforms, units and terms, with their other names."""

from vocabulary.models.aliases import (
    ActivityAlias,
    CountryAlias,
    DomainAlias,
    EntryAlias,
    ForceAlias,
    GroupingAlias,
    PlaceAlias,
    PlatformAlias,
    TopicAlias,
    UnitAlias,
)
from vocabulary.models.entries import (
    Activity,
    Country,
    Domain,
    Entry,
    Force,
    Grouping,
    Place,
    Platform,
    Topic,
    Unit,
    Within,
)
from vocabulary.models.involvement import Involvement, Person, Standing

ENTRIES = (Country, Grouping, Force, Place, Platform, Unit, Domain, Activity, Topic)

__all__ = [
    "ENTRIES",
    "Activity",
    "ActivityAlias",
    "Country",
    "CountryAlias",
    "Domain",
    "DomainAlias",
    "Entry",
    "EntryAlias",
    "Force",
    "ForceAlias",
    "Grouping",
    "GroupingAlias",
    "Involvement",
    "Person",
    "Place",
    "PlaceAlias",
    "Platform",
    "PlatformAlias",
    "Standing",
    "Topic",
    "TopicAlias",
    "Unit",
    "UnitAlias",
    "Within",
]
