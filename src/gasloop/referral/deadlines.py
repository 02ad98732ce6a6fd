"""Terms of a referral: platform defaults (confidence D, no legal force); the sender may name another day."""

from gasloop.rulebook.workdays import Term

RECEIPT_TERM = Term(3, "working_days")
ANSWER_TERM = Term(15, "working_days")
REFER_TERM = Term(2, "working_days")  # from the day the ladder says that it has to be handed over
