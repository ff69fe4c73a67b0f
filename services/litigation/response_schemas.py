"""What the agency sends to the court: agents, requests, the answer and its evidence."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import (
    Choice,
    ListOf,
    Part,
    PartyId,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.payload_parts import AgentOfAgency
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean
from shared.language import Text


class Agent(AgentOfAgency):
    """Somebody who acts for the agency in court."""

    post = PlainText(200, metadata=label("职务", "post"))


class AssignAgents(Command):
    """The agents of the agency in court."""

    agents = ListOf(
        Part(Agent),
        least=1,
        most=10,
        required=True,
        metadata=label("诉讼代理人", "agents in court"),
    )


class RequestEvidenceExtension(Posted, Command):
    """The agency's written request for more time for evidence."""

    ground = Choice(
        {
            "force_majeure": Text("不可抗力", "force majeure"),
            "objective_cause": Text(
                "客观上不能控制的其他正当事由", "a just cause out of its control"
            ),
        },
        required=True,
        metadata=label("延期举证事由", "ground"),
    )
    reason = PersonalText(5000, required=True, metadata=labels.REASON)


class GrantEvidenceExtension(Command):
    """The court's leave: until a day it set, or fifteen days after the cause ended."""

    until = LegalDate(
        metadata=label(
            "准许延长至", "until", "法院指定了日期的填写。", "Where the court set a day."
        )
    )
    cause_ended_on = PastDate(
        metadata=label(
            "事由消除日期",
            "cause ended on",
            "未指定日期的，正当事由消除后十五日内提供。",
            "Without a day set: fifteen days after the cause ended.",
        )
    )


EVIDENCE = label(
    "证据目录",
    "evidence",
    "逾期不提供证据的，视为没有相应证据（行政诉讼法第三十四条第二款）。",
    "Evidence that comes late counts as none (art. 34¶2).",
)
NORMS = label("所依据的规范性文件", "norms relied on")


class SubmitAnswer(Posted, Command):
    """The answer (答辩状) with evidence and the norms relied on, handed in on `on`."""

    evidence = ListOf(PersonalText(500), most=1000, load_default=list, metadata=EVIDENCE)
    documents = ListOf(PlainText(500), most=200, load_default=list, metadata=NORMS)
    answer = PersonalText(50_000, metadata=label("答辩意见", "answer"))
    party = PartyId(
        metadata=label(
            "所答辩的上诉",
            "whose appeal is answered",
            "数人分别上诉的，各自的副本各有十五日；不填时为已收到副本的全部上诉。",
            "Where several appealed each copy has its fifteen days; when empty the answer is to "
            "all of which a copy was received.",
        )
    )


class SubmitEvidence(Posted, Command):
    """Evidence handed in after the answer: within the fifteen days, or as the court allowed."""

    evidence = ListOf(PersonalText(500), least=1, most=1000, required=True, metadata=EVIDENCE)
    documents = ListOf(PlainText(500), most=200, load_default=list, metadata=NORMS)
    allowed_by_court = StrictBoolean(
        load_default=False,
        metadata=label(
            "经法院准许补充",
            "allowed by the court",
            "原告或者第三人提出新的理由或者证据的，经法院准许可以补充证据（第三十六条第二款）。",
            "Where plaintiff or third party bring a new reason or evidence (art. 36¶2).",
        ),
    )
