"""What the script of the terminal's page says, in both languages: name, Chinese, English."""

from __future__ import annotations

WORDS = (
    ("digits_missing", "还差 {count} 位。", "{count} more to enter."),
    ("not_a_number", "不是有效的身份证号码，请核对。", "Not a valid identity number; compare it."),
    (
        "check_digit_wrong",
        "校验码不符，请对照身份证核对。",
        "The check digit is wrong; compare it with the card.",
    ),
    ("number_right", "号码格式正确。", "The number is in order."),
    ("not_a_phone", "不是有效的电话号码。", "Not a telephone number."),
    ("name_missing", "请填写姓名。", "Write your name."),
    ("content_missing", "请写明您要反映什么。", "Write what it is about."),
    ("letters", "{count} 字，最多 1000 字", "{count} letters of at most 1000"),
    ("file_out", "取出", "Take out"),
    ("file_kind", "“{name}”不是可以接收的文件。", "“{name}” is no kind of file that is taken."),
    (
        "file_large",
        "“{name}”超过 {most} MB，没有添加：请带到窗口。",
        "“{name}” has more than {most} MB and was not added: take it to the window.",
    ),
    ("file_empty", "“{name}”是空的，没有添加。", "“{name}” is empty and was not added."),
    (
        "file_unreadable",
        "“{name}”读不出来：请检查优盘后再添加。",
        "“{name}” cannot be read: look at the stick and add it again.",
    ),
    (
        "files_many",
        "最多 {most} 份，“{name}”没有添加：请带到窗口。",
        "At most {most} files; “{name}” was not added: take it to the window.",
    ),
    (
        "files_kept",
        "材料 {count} 份，随本件自动提交。",
        "{count} files are sent with the petition.",
    ),
    ("files_taken", "材料 {count} 份，已收入案卷。", "Added to the case: {count} files."),
    (
        "files_lost",
        "本机放不下您的材料，没有保存：请把材料带到窗口。",
        "This machine has no room for your files; they were NOT kept: take them to the window.",
    ),
    # The reason is the track's, said in Chinese for the desk.
    (
        "file_refused",
        "“{name}”未收，请带到窗口：{why}",
        "“{name}” was not taken: take it to the window.",
    ),
    ("when", "时间", "when"),
    ("last_of_phone", "手机号码后四位", "the last four of your mobile"),
    ("last_of_number", "身份证号码后四位", "the last four of your identity number"),
    ("local_number", "本机编号 本地-{number}", "Number on this machine: {number}"),
    ("received_on", "收到日期 {day}。", "Received on {day}."),
    ("qr", "回执码的二维码", "QR code of the receipt"),
    ("refused", "未能登记，请修改后再提交：", "Not registered; change it and hand it in again:"),
    ("question", "窗口请您补充：", "The window asks you: "),
    ("no_card", "没有读到身份证，请用数字键输入。", "No card was read; use the keys."),
    (
        "no_line",
        "网络中断，请稍后再试，或者到窗口办理。",
        "No line; try later or go to the window.",
    ),
    ("wrong_key", "编号或密钥不正确。", "Wrong id or key."),
    ("waiting", "本机待提交 {count} 件", "{count} wait to be sent"),
    ("waiting_files", "，材料 {count} 份", ", {count} files"),
    ("a_file", "材料", "file"),
    ("state_waiting", "待提交，已试 {count} 次", "waits, tried {count} times"),
    ("state_refused", "被退回：", "refused:"),
    ("try_again", "重试", "Try again"),
    ("line_line", "网络中断，稍后自动重试。", "No line; tried again by itself."),
    ("line_server", "服务器暂不接收，稍后自动重试。", "The server does not answer; tried again."),
    (
        "line_key",
        "密钥已失效：请更换密钥，队列不会丢失。",
        "The key is no longer valid: give this terminal another; the queue is kept.",
    ),
)
