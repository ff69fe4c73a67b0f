"""The fields (领域) that disputes come from, with their names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

DISPUTED_FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "labour": Text("劳动争议", "labour"),
        "traffic": Text("交通事故", "traffic"),
        "medical": Text("医疗纠纷", "medical"),
        "school_injury": Text("校园伤害", "school injury"),
        "land_and_mineral": Text("土地矿产", "land and mineral resources"),
        "forest_rights": Text("山林权属", "forest rights"),
        "house_expropriation": Text("房屋征收拆迁", "house expropriation"),
        "property_management": Text("物业管理", "property management"),
        "consumer": Text("消费维权", "consumer"),
        "price": Text("价格争议", "price"),
        "environment": Text("生态环境", "environment"),
        "social_security": Text("社会保障", "social security"),
        "intellectual_property": Text("知识产权", "intellectual property"),
        "finance": Text("金融", "finance"),
        "pension": Text("养老服务与养老金", "pension"),
        "other": Text("其他", "other"),
    }
)
