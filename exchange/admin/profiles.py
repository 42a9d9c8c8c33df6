"""The admin of saved profiles: found, looked at, edited as text, downloaded, deleted."""

from django import forms
from django.contrib import admin
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from exchange.admin.pages import OfImporters
from exchange.mapping.profiles import profile_of
from exchange.mapping.reads import columns_read
from exchange.mapping.saved import may_replace
from exchange.mapping.texts import MOST, ProfileError, parsed
from exchange.models import SavedProfile
from exchange.rights import may_import
from records.prepared import name_of
from records.slugs import slug


class SavedProfileForm(forms.ModelForm):
    """A saved profile: its name, and its text with each fault at its key."""

    class Meta:
        model = SavedProfile
        fields = ("name", "description", "text")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "text": forms.Textarea(attrs={"rows": 30, "cols": 100, "spellcheck": "false"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].strip = False

    def clean_text(self):
        """Return the text of a profile that can be used; tell everything that is wrong in it."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > MOST:
            raise forms.ValidationError(_("The text is too long for a profile."))
        try:
            profile_of(text.encode(), _("profile"))
        except ProfileError as error:
            raise forms.ValidationError([str(problem) for problem in error.problems]) from None
        return text


@admin.register(SavedProfile)
class SavedProfileAdmin(OfImporters):
    """Profiles by which tables of other layouts are read."""

    form = SavedProfileForm
    list_display = ("name", "description", "by_name", "changed", "file")
    search_fields = ("name", "description", "text")
    list_per_page = 100

    # Rights: it is changed and deleted by who made it, or by an editor -----------------------

    def has_change_permission(self, request, obj=None):
        """Let its maker and editors change a profile; others save it under another name."""
        return may_import(request.user) and (obj is None or may_replace(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        """Let its maker and editors delete a profile; batches keep the text that they used."""
        return obj is not None and may_import(request.user) and may_replace(obj, request.user)

    def changeform_view(self, request, *args, **kwargs):
        """Show the form again where somebody else was faster by a moment to take the name."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """Note who made it, and the headings that it reads where no table told them."""
        if not change:
            obj.by, obj.by_name = request.user, name_of(request.user)
        if not obj.headings:
            tables = parsed(obj.text.encode(), "")[0]
            obj.headings = sorted(columns_read(tables))
        super().save_model(request, obj, form, change)

    # The file --------------------------------------------------------------------------------

    def get_urls(self):
        """Put the download before Django's own addresses."""
        view = self.admin_site.admin_view(require_GET(self.download_view))
        own = path("<int:pk>/download/", view, name="exchange_savedprofile_download")
        return [own, *super().get_urls()]

    def download_view(self, request, pk):
        """Give the profile as a TOML file for the command line."""
        found = self.get_object(request, str(pk)) if may_import(request.user) else None
        if found is None:
            raise Http404
        name = slug(found.name) or "profile"
        headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
        return HttpResponse(found.text, content_type="application/toml", headers=headers)

    @admin.display(description=gettext_lazy("file"))
    def file(self, saved):
        """Return the link to the file."""
        name = f"{self.admin_site.name}:exchange_savedprofile_download"
        address = reverse(name, args=[saved.pk])
        return format_html('<a href="{}">{}</a>', address, _("TOML"))
