"""The published draw: one file, what anybody needs to do it again (`docs/draw.md`)."""

from gasloop.campaign.criteria import Criteria
from gasloop.campaign.drawing import FORMAT
from gasloop.campaign.models import Campaign
from gasloop.kernel.jsonable import JsonObject


def draw_file(campaign: Campaign) -> JsonObject:
    """The file's content; for a campaign whose draw was done."""
    return {
        "format": FORMAT,
        "campaign": campaign.number,
        "title": campaign.title,
        "committed_at": campaign.committed_at.isoformat() if campaign.committed_at else None,
        "commitment": campaign.commitment,
        "drawn_at": campaign.drawn_at.isoformat() if campaign.drawn_at else None,
        "seed": campaign.revealed,
        "word": campaign.word,
        "criteria": Criteria.read(campaign.criteria).words(),
        "population": list(campaign.population),
        "size": campaign.size,
        "drawn": list(campaign.drawn),
    }
