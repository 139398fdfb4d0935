"""The redactor: what is measured, what the command runs and what services call is
`redact_records`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.model_settings import ModelSettings, read_settings
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats.base import Failed, Record
from pipeline.redaction.policy import Policy
from pipeline.redaction.processes import ManyTaggers, processes_of
from pipeline.redaction.records import Redacted, TurnsRecord, as_record
from pipeline.redaction.scanner import Scanner
from pipeline.redaction.session import bounded
from pipeline.redaction.tagger import Progress, Tagger
from pipeline.redaction.tokenize import ScanError
from pipeline.spans import Span


class Redactor:
    """A loaded model. Its methods may be called from several threads at once.

    >>> redactor = Redactor.load("artifacts/model")
    >>> redactor.redact("call maya on four two in pune").output
    'call [PERSON_NAME] on [PHONE] in pune'
    >>> redactor.redact(["what is your name", "maya"]).turns
    ('what is your name', '[PERSON_NAME]')
    >>> [(span.start, span.end, span.label) for span in redactor.find("call maya")]
    [(5, 9, 'PERSON_NAME')]
    >>> [one.output for one in redactor.redact_records(["hello", "it is 4 2"], Policy(mode="mask"))]
    ['hello', 'it is ***']
    """

    def __init__(self, tagger: Tagger | ManyTaggers, settings: ModelSettings) -> None:
        self._tagger = tagger
        self.settings = settings

    @classmethod
    def load(
        cls, folder: str | Path, *, threads: int | None = None, processes: bool = False
    ) -> Redactor:
        """Load a model folder as the export stage writes it.

        `threads`: CPU threads of one model run, by default and at most the cores of the container.
        `processes`: so many processes of one thread in their place, where this one can be copied
        (`processes_of`). Raises DataError for a missing or broken model.
        """
        folder, settings = Path(folder), read_settings(folder)
        others = processes_of(folder, settings, bounded(threads)) if processes else []
        if others:
            return cls(ManyTaggers(folder, settings, others), settings)
        return cls(Tagger.load(folder, settings, threads), settings)

    @property
    def at_once(self) -> int:
        """How many callers the model's processes can answer at once; 1 where it is in this one."""
        return self._tagger.at_once

    def of_one_thread(self) -> Redactor:
        """The same model, each run of which takes the caller's thread alone."""
        return Redactor(self._tagger.of_one_thread(), self.settings)

    @property
    def labels(self) -> tuple[str, ...]:
        """The entity types that the model knows."""
        return self.settings.labels

    def check(self, policy: Policy) -> None:
        """Raise ConfigError where `policy` asks for an operating point that the model has not."""
        policy.least(self.settings)

    def scanner(self, policy: Policy, progress: Progress | None = None) -> Scanner:
        """The scan of single texts under `policy`, with the model's doubts.

        Raises ConfigError (see `check`).
        """
        return Scanner(self._tagger, policy, policy.least(self.settings), progress)

    def redact_records(
        self,
        records: Sequence[Record | str | Sequence[str]],
        policy: Policy | None = None,
        progress: Progress | None = None,
    ) -> list[Redacted | Failed]:
        """Redact each of `records`: a text, the turns of one conversation, or any format's record;
        all in one batch.

        Where one cannot be read, scanned or written safely a Failed stands in its place, without
        content; a bad record never raises. `progress` is called with the number of characters
        scanned since its last call, now and then. Raises ConfigError for a policy that does not go
        with the model.
        """
        policy = policy or Policy()
        scanner = self.scanner(policy, progress)
        made = [as_record(one, number) for number, one in enumerate(records, 1)]
        return [
            found if isinstance(found, Failed) else _render(record, found, policy)
            for record, found in zip(made, self._found(scanner, made), strict=True)
        ]

    def redact(self, one: str | Sequence[str], policy: Policy | None = None) -> Redacted:
        """`redact_records` for one text or conversation.

        Raises ScanError where it cannot be redacted.
        """
        answer = self.redact_records([one], policy)[0]
        if isinstance(answer, Failed):
            raise ScanError(answer.error)
        return answer

    def find(self, text: str, policy: Policy | None = None) -> list[Span]:
        """Spans of all entity types in `text`, sorted, apart from each other.

        Raises ScanError (text unreadable).
        """
        return self.redact(text, policy).spans[0]

    def _found(self, scanner: Scanner, records: list[Record]) -> list[list[list[Span]] | Failed]:
        """The spans of every record; a batch with a record that breaks the scan is halved until
        it stands alone.
        """
        if not records:
            return []
        try:
            return find_in_records(scanner, records)
        except Exception as error:
            if len(records) == 1:
                return [failed(records[0], error)]
        middle = len(records) // 2
        return self._found(scanner, records[:middle]) + self._found(scanner, records[middle:])


def _render(record: Record, found: list[list[Span]], policy: Policy) -> Redacted | Failed:
    try:
        turns = record.render_turns(found, policy) if isinstance(record, TurnsRecord) else ()
        output = "\n".join(turns) if turns else record.render(found, policy)
        if isinstance(output, str):
            output.encode("utf-8")
    except Exception as error:
        return failed(record, error)
    return Redacted(found, output, turns)


def failed(record: Record | Failed, error: Exception) -> Failed:
    """Our own errors say what is wrong and hold no content; of any other only the type is told."""
    own = isinstance(error, PipelineError)
    message = str(error) if own else f"could not be redacted ({type(error).__name__})"
    return Failed(record.line, message, record.lines)
