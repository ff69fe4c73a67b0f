"""Titles and default codes of the HTTP statuses that Concord answers with."""

from __future__ import annotations

from shared.language import Text

TITLES: dict[int, Text] = {
    400: Text("请求无法解析", "Bad request"),
    401: Text("未登录或凭证无效", "Not authenticated"),
    403: Text("无权操作", "Forbidden"),
    404: Text("未找到", "Not found"),
    405: Text("不支持的请求方法", "Method not allowed"),
    408: Text("请求超时", "Request timed out"),
    409: Text("与当前状态冲突", "Conflict"),
    410: Text("不再提供", "Gone"),
    411: Text("缺少内容长度", "Length required"),
    412: Text("版本已变化", "Precondition failed"),
    413: Text("内容过大", "Content too large"),
    414: Text("地址过长", "Address too long"),
    415: Text("不支持的内容类型", "Unsupported media type"),
    417: Text("不能满足 Expect 的要求", "Expectation failed"),
    422: Text("内容未通过校验", "Content not acceptable"),
    428: Text("需要先行条件", "Precondition required"),
    429: Text("请求过于频繁", "Too many requests"),
    431: Text("请求头过大", "Header fields too large"),
    500: Text("系统内部错误", "Internal error"),
    501: Text("尚不支持", "Not implemented"),
    502: Text("后端服务应答异常", "Bad answer from a service behind"),
    503: Text("服务暂时不可用", "Service unavailable"),
    504: Text("后端服务超时", "Service behind timed out"),
}

CODES: dict[int, str] = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    408: "request-timeout",
    409: "conflict",
    410: "gone",
    411: "length-required",
    412: "stale",
    413: "too-large",
    414: "address-too-long",
    415: "unsupported-media-type",
    417: "expectation-failed",
    422: "validation",
    428: "precondition-required",
    429: "too-many-requests",
    431: "headers-too-large",
    500: "internal",
    501: "not-implemented",
    502: "bad-gateway",
    503: "unavailable",
    504: "gateway-timeout",
}
