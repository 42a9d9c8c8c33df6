"""The model field and its two companion columns."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations import AddField
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.db.models.sql import InsertQuery
from django.test.utils import isolate_apps

from records.dates import DateError, UncertainDateField, UncertainDateFormField, columns

EVENT_COLUMNS = ["id", "date", "date_earliest", "date_latest"]


def _event(**attributes):
    meta = type("Meta", (), {"app_label": "records"})
    body = {"__module__": __name__, "Meta": meta, "date": UncertainDateField(blank=True)}
    return type("DatedEvent", (models.Model,), body | attributes)


@pytest.fixture
def event(transactional_db):
    """A model with one uncertain date, and its table."""
    with isolate_apps("records"):
        model = _event()
        with connection.schema_editor() as editor:
            editor.create_model(model)
        yield model
        with connection.schema_editor() as editor:
            editor.delete_model(model)


def _stored(model):
    return list(model.objects.order_by("pk").values_list("date", "date_earliest", "date_latest"))


OCTOBER = ("2024-10", date(2024, 10, 1), date(2024, 10, 31))


def test_save_stores_canonical_text_and_both_days(event):
    event.objects.create(date=" 2024-10 ")
    event.objects.create(date="2015/..")
    event.objects.create()

    assert _stored(event) == [OCTOBER, ("2015/..", date(2015, 1, 1), None), ("", None, None)]


def test_days_follow_the_text_whatever_was_set_by_hand(event):
    row = event(date="2024-10", date_earliest=date(1999, 1, 1))
    row.save()
    assert _stored(event) == [OCTOBER]

    row.date = ""
    row.save()

    assert _stored(event) == [("", None, None)]
    assert (row.date_earliest, row.date_latest) == (None, None)


def test_bulk_create_and_compiled_inserts_store_both_days(event):
    event.objects.bulk_create([event(date="2024-10")])
    query = InsertQuery(event)
    query.insert_values(
        [f for f in event._meta.concrete_fields if f.name != "id"], [event(date="2024-10")]
    )
    query.get_compiler(connection=connection).execute_sql()

    assert _stored(event) == [OCTOBER, OCTOBER]


def test_update_with_columns_stores_both_days(event):
    event.objects.create(date="2015")

    event.objects.update(**columns("date", "2024-10"))

    assert _stored(event) == [OCTOBER]


def test_saving_the_text_without_the_days_is_refused(event):
    row = event.objects.create(date="2015")
    row.date = "2024-10"

    with pytest.raises(ValueError, match="update_fields has date without date_earliest"):
        row.save(update_fields=["date"])
    row.save(update_fields=["date", "date_earliest", "date_latest"])

    assert _stored(event) == [OCTOBER]


def test_impossible_date_is_never_stored(event):
    with pytest.raises(DateError):
        event.objects.create(date="2023-02-30")
    with pytest.raises(ValidationError) as caught:
        event(date="2023-02-30").full_clean()

    assert caught.value.message_dict == {
        "date": ["2023-02-30 does not exist: February 2023 has 28 days."]
    }
    assert _stored(event) == []


def test_lookup_takes_any_text(event):
    event.objects.create(date="2024-10~")

    assert event.objects.filter(date__startswith="2024-1", date__gte="2024-1").exists()
    assert not event.objects.filter(date="foo").exists()


@isolate_apps("records")
def test_model_with_date_passes_djangos_checks():
    model = _event()

    assert model.check() == []
    assert [field.name for field in model._meta.get_fields()] == EVENT_COLUMNS


@isolate_apps("records")
def test_companions_are_indexed_nullable_and_not_editable():
    model = _event()

    for name in EVENT_COLUMNS[2:]:
        field = model._meta.get_field(name)

        assert (field.db_index, field.null, field.editable) == (True, True, False)


@isolate_apps("records")
def test_each_child_of_an_abstract_model_has_its_own_companions():
    meta = type("Meta", (), {"app_label": "records", "abstract": True})
    base = _event(Meta=meta)
    attributes = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "records"})}

    children = [type(name, (base,), dict(attributes)) for name in ("DatedOne", "DatedTwo")]

    assert [f.name for f in base._meta.local_fields] == ["date"]
    for child in children:
        assert [f.name for f in child._meta.local_fields] == EVENT_COLUMNS
        assert child._meta.get_field("date_earliest").model is child


@pytest.fixture
def visit(event):
    """A model that inherits the event's table and adds a date of its own."""
    body = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "records"})}
    model = type("DatedVisit", (event,), body | {"planned": UncertainDateField(blank=True)})
    with connection.schema_editor() as editor:
        editor.create_model(model)
    yield model
    with connection.schema_editor() as editor:
        editor.delete_model(model)


def test_inherited_table_and_own_date_are_both_stored(visit):
    visit.objects.create(date="2024-10", planned="2024")

    assert [f.name for f in visit._meta.local_fields][1:] == [
        "planned",
        "planned_earliest",
        "planned_latest",
    ]
    assert _stored(visit) == [OCTOBER]
    assert visit.objects.get().planned_latest == date(2024, 12, 31)
    with pytest.raises(ValueError, match="update_fields has date without"):
        visit.objects.get().save(update_fields=["date"])


@isolate_apps("records")
def test_migration_state_lists_companions_once_and_sees_no_change():
    model = _event()
    state = ProjectState()
    state.add_model(ModelState.from_model(model))
    fields = state.models["records", "datedevent"].fields
    written = MigrationWriter.serialize(fields["date_latest"])[0]

    rendered = state.apps.get_model("records", "DatedEvent")

    assert list(fields) == EVENT_COLUMNS
    assert [f.name for f in rendered._meta.get_fields()] == EVENT_COLUMNS
    assert written == "records.dates.fields.DateBoundField(end='latest', of='date')"
    again = ProjectState()
    again.add_model(ModelState.from_model(rendered))
    assert not MigrationAutodetector(state, again)._detect_changes()


def test_migrations_add_a_date_and_historical_models_keep_the_days(transactional_db):
    with isolate_apps("records"):
        model = _event()
    empty = ModelState("records", "DatedEvent", [("id", models.AutoField(primary_key=True))])
    states = [ProjectState()]
    states[0].add_model(empty)
    with connection.schema_editor() as editor:
        editor.create_model(states[0].apps.get_model("records", "DatedEvent"))
    for name in EVENT_COLUMNS[1:]:
        field = model._meta.get_field(name).clone()
        operation = AddField("DatedEvent", name, field)
        after = states[-1].clone()
        operation.state_forwards("records", after)
        with connection.schema_editor() as editor:
            operation.database_forwards("records", editor, states[-1], after)
        states.append(after)

    historical = states[-1].apps.get_model("records", "DatedEvent")
    historical.objects.create(date="2024-10")

    assert _stored(historical) == [OCTOBER]
    with connection.schema_editor() as editor:
        editor.delete_model(historical)


def test_table_rebuilt_from_the_live_model_has_each_column_once(event):
    event.objects.create(date="2024-10")
    old, new = event._meta.get_field("date"), UncertainDateField(max_length=200)
    new.set_attributes_from_name("date")
    new.model = event

    with connection.schema_editor() as editor:
        editor.alter_field(event, old, new)

    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, event._meta.db_table)
    assert [column.name for column in table] == EVENT_COLUMNS
    assert _stored(event) == [OCTOBER]


@isolate_apps("records")
def test_form_takes_what_people_type_and_shows_the_error_at_the_field():
    form = forms.modelform_factory(_event(), fields=["date"])

    good, bad = form({"date": "12–26 January 2023"}), form({"date": "03/04/2021"})

    assert good.is_valid()
    assert good.instance.date == "2023-01-12/2023-01-26"
    assert list(form.base_fields) == ["date"]
    assert bad.errors == {
        "date": ["03/04/2021 could be 3 April or 4 March 2021. Write 2021-04-03 or 3 April 2021."]
    }
    assert form({"date": ""}).is_valid()
    assert form({"date": "\x00"}).errors["date"]


def test_same_date_in_other_words_is_no_change():
    field = UncertainDateFormField(required=False)

    assert not field.has_changed("2018-11", "Nov 2018")
    assert not field.has_changed(None, " ")
    assert field.has_changed("2018-11", "Dec 2018")
    assert field.has_changed("2018-11", "foo")


def test_form_field_with_a_stated_order_reads_by_it():
    assert UncertainDateFormField(order="mdy").clean("03/04/2021") == "2021-03-04"
