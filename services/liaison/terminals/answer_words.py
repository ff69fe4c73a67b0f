"""What the words of an answer about terminals and receipts mean."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "online": Text("是否网上受理", "whether it takes petitions in browsers"),
    "Authorization": Text("终端的编号和密钥", "id and key of the terminal"),
    "accepted": Text("由谁、何时接收，没有时为 null", "who took it over and when, null for nobody"),
    "acts": Text("登记、更换密钥、停用的记录", "what was done to it, by whom and when"),
    "asked": Text("由谁、何时请其补充，没有时为 null", "who asked back and when, null for nobody"),
    "asked_with": Text(
        "查询时与回执码一起用的后四位：电话或者证件号码",
        "whose last four go with the code: the telephone or the identity number",
    ),
    "channel": Text("信访形式", "how it came in"),
    "corrections": Text("来访人十分钟内的更正", "what the person corrected within ten minutes"),
    "corrects": Text("更正的是哪一件", "the item that it corrects"),
    "files": Text("随件提交的材料", "the files that came with it"),
    "files_announced": Text("提交时说明的材料份数", "how many files it said to come with"),
    "handed_in_at": Text(
        "按终端时钟的提交时间", "when it was handed in, by the clock of the terminal"
    ),
    "item_id": Text("事项的编号", "the id of the item"),
    "key": Text("密钥，只告知一次", "the key, told this once"),
    "next_step": Text("下一步和期限", "what happens next, and until when"),
    "name": Text("文件名，没有时为 null", "the name of a file, null for none"),
    "petition": Text("随哪一件提交", "the petition that it goes with"),
    "place": Text("位置", "where it stands"),
    "point": Text("P-256 上的公钥点，base64", "the public key, a point on P-256 in base64"),
    "qr_svg": Text("二维码图形（SVG）", "the code as a picture in SVG"),
    "question": Text(
        "窗口请来访人补充的内容，没有时为 null", "what the desk asks, null for nothing"
    ),
    "reader_url": Text("读卡器地址", "the address of the card reader"),
    "received_at": Text("服务器收到的时刻", "the instant of receipt"),
    "received_on": Text("收到日期", "the day of receipt"),
    "receives_as": Text("收件身份", "as what its agency receives"),
    "receives_as_label": Text("收件身份的名称", "as what its agency receives, in words"),
    "refused": Text("被退回的件数", "items that were refused"),
    "revoked": Text("是否已停用", "whether it was shut out"),
    "sealing_key": Text("封存所用的公钥", "the public key with which it seals"),
    "seen_at": Text("最近一次证明身份的时间", "when it last proved itself"),
    "skew_seconds": Text(
        "终端时钟快了多少秒", "by how many seconds the clock of the terminal is ahead"
    ),
    "source": Text("由哪台终端提交", "the terminal that handed it in"),
    "state": Text("进展", "how it stands"),
    "state_label": Text("进展，文字", "how it stands, in words"),
    "terminal_id": Text("终端编号", "the id of the terminal"),
    "waited_seconds": Text("在终端上等待的秒数", "how many seconds it waited at the terminal"),
    "waiting": Text("待提交的件数", "items that wait"),
    "what": Text("做了什么", "what was done"),
    "what_label": Text("做了什么，文字", "what was done, in words"),
    "why": Text("未收的原因，没有时为 null", "why it was not taken, null for no reason"),
    "window": Text("求助窗口", "the window for help"),
}
