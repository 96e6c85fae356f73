"""A training setting with few values as a combo box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nndesigner.document import edits
from nndesigner.document.setting_effects import idle_reason
from nndesigner.errors import NNDesignerError
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.settings.table import Choice


class SettingChooser(Chooser):
    """Picking a value commits. Greyed with the reason where it has no effect."""

    def __init__(
        self, choice: Choice, bridge: Bridge, notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"setting:{choice.name}", choice.label, choice.hint, self._pick, parent)
        self._choice, self._session, self._notices = choice, bridge.session, notices
        self.offer((str(option.value), option.words) for option in choice.options)
        for place, option in enumerate(choice.options):
            self.setItemData(place, option.tip, Qt.ItemDataRole.ToolTipRole)
        bridge.settingsChanged.connect(self.restore)
        bridge.dataChanged.connect(self.restore)
        self.restore()

    def restore(self) -> None:
        """Show what the document says."""
        document = self._session.document
        self.show_key(str(getattr(document.training, self._choice.name)))
        reason = idle_reason(document, self._choice.name)
        self.setEnabled(not reason)
        chosen = self._choice.options[self.currentIndex()].tip
        self.setToolTip(reason or f"{self._choice.hint}.\n{chosen}")
        self.setAccessibleDescription(reason or self._choice.hint)

    def _pick(self, key: str) -> None:
        name = self._choice.name
        value = next(option.value for option in self._choice.options if str(option.value) == key)
        try:
            self._session.apply(
                f"Set {self._choice.label.lower()}",
                lambda document: edits.set_training(document, **{name: value}),
            )
        except NNDesignerError as error:
            self._notices.show_error(error)
            self.restore()
