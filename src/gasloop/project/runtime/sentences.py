"""The few sentences that `up` says, in Chinese or English by LANG: no catalogue is loaded before Django is."""

import os

_TABLE: dict[str, tuple[str, str]] = {
    "port.taken": (
        "端口 {port} 已被占用，请用 --port 换一个端口。",
        "Port {port} is already in use; choose another one with --port.",
    ),
    "port.denied": (
        "普通用户不能监听端口 {port}，请用 --port 换一个 1024 以上的端口。",
        "Only root may listen on port {port}; choose one above 1023 with --port.",
    ),
    "port.range": ("端口必须在 1 到 65535 之间。", "A port is a number from 1 to 65535."),
    "device_port.taken": (
        "设备端口 {port} 已被占用，请用 --jt808-port 或 --gb26875-port 换一个端口（0 表示不开）。",
        "Device port {port} is already in use; choose another one with --jt808-port or --gb26875-port (0: none).",
    ),
    "device_port.denied": (
        "普通用户不能监听设备端口 {port}，请换一个 1024 以上的端口。",
        "Only root may listen on device port {port}; choose one above 1023.",
    ),
    "device_port.moved": (
        "设备端口 {port} 已被占用，演示改用 {moved}。",
        "Device port {port} is in use; the demonstration takes {moved}.",
    ),
    "device_host.unknown": (
        "地址 {host} 不能在本机监听，请检查 --device-host。",
        "This machine cannot listen on {host}; check --device-host.",
    ),
    "host.unknown": (
        "地址 {host} 不能在本机监听，请检查 --host。",
        "This machine cannot listen on {host}; check --host.",
    ),
    "dir.running": (
        "数据目录 {path} 正由进程 {pid} 使用，请先停止它。",
        "The data directory {path} is in use by process {pid}; stop that one first.",
    ),
    "dir.newer": (
        "数据目录 {path} 是更新版本的 GasLoop 建立的（格式 {found}，本程序只认到 {known}），请先升级程序。",
        "The data directory {path} was made by a newer GasLoop (format {found}, this one knows {known}); "
        "upgrade the program first.",
    ),
    "dir.foreign": (
        "{path} 不是空目录，也不是 GasLoop 的数据目录，请另选一个目录。",
        "{path} is neither empty nor a GasLoop data directory; choose another one.",
    ),
    "dir.not_demo": (
        "数据目录 {path} 里是正式数据，不能用 --demo 启动，请另选一个目录。",
        "The data directory {path} holds real data and cannot be started with --demo; choose another one.",
    ),
    "dir.is_demo": (
        "数据目录 {path} 里是演示数据，请加 --demo 启动，或另选一个目录。",
        "The data directory {path} holds demonstration data; add --demo or choose another one.",
    ),
    "dir.denied": (
        "没有权限读写 {path}，请检查目录的所有者和权限。",
        "{path} cannot be read or written; check who owns the directory.",
    ),
    "disk.full": (
        "磁盘空间不足：{path} 只剩 {free} MB，至少需要 {need} MB。",
        "The disk is full: {path} has {free} MB left and {need} MB are needed.",
    ),
    "pg.newer": (
        "数据目录 {path} 里的数据库是 PostgreSQL {found} 的，本程序自带的是 {known}，请换用对应版本的程序。",
        "The database in {path} belongs to PostgreSQL {found} and this program brings {known}; "
        "use the program's matching version.",
    ),
    "pg.gone": (
        "数据目录 {path} 里的数据库找不到了（{place}），请从备份恢复，不要用空库代替。",
        "The database of the data directory {path} is gone ({place}); restore a backup rather than start empty.",
    ),
    "pg.keys": (
        "{path} 里的密码与数据库对不上，请从备份恢复这个目录。",
        "The passwords in {path} do not fit the database; restore that directory from a backup.",
    ),
    "pg.no_room": (
        "root 启动时数据库以普通用户 {user} 运行，它进不了 {path}；请用 --data-dir 换一个它能进入的目录。",
        "Started by root, the database runs as {user}, who cannot enter {path}; "
        "choose a directory open to it with --data-dir.",
    ),
    "pg.no_account": (
        "root 启动时数据库需要一个普通用户，但 gasloop 和 nobody 都没有；请先建立用户 gasloop。",
        "Started by root, the database needs an ordinary user, but there is neither gasloop nor nobody; "
        "create the user gasloop first.",
    ),
    "engine.missing": (
        "没有找到 {name} 的程序文件，请重新执行 make install。",
        "The executables of {name} are missing; run make install again.",
    ),
    "engine.failed": (
        "{name} 没有启动成功，原因见 {log}。",
        "{name} did not start; the reason is in {log}.",
    ),
    "step.failed": (
        "准备步骤“{name}”没有成功，原因见 {log}。",
        "The step “{name}” failed; the reason is in {log}.",
    ),
    "web.failed": (
        "网页服务在 {seconds} 秒内没有就绪，原因见 {log}。",
        "The pages were not ready within {seconds} seconds; the reason is in {log}.",
    ),
    "server.unreachable": (
        "连不上 {name} 指定的服务器，请检查这个地址和密码。",
        "The server given by {name} cannot be reached; check its address and password.",
    ),
    "demo.public": (
        "演示账号只能在本机使用：--demo 不能监听 {host}，请去掉 --host 或 --demo。",
        "Demonstration accounts stay on this machine: --demo cannot listen on {host}; drop --host or --demo.",
    ),
    "http.public": (
        "监听 {host} 必须用 HTTPS，请加 --tls auto 或 --cert 和 --key。",
        "Listening on {host} needs HTTPS; add --tls auto, or --cert and --key.",
    ),
    "tls.pair": ("--cert 和 --key 必须同时给出。", "--cert and --key must be given together."),
    "tls.mode": ("--tls 只能是 auto 或 off。", "--tls is either auto or off."),
    "tls.unreadable": (
        "证书或私钥文件 {path} 读不出来（需要 PEM 格式、不加密）。",
        "The certificate or key {path} cannot be read (PEM without a password is needed).",
    ),
    "tls.mismatch": (
        "私钥 {key} 与证书 {cert} 不是一对。",
        "The key {key} does not belong to the certificate {cert}.",
    ),
    "tls.expired": (
        "证书 {cert} 不在有效期内（{start} 至 {end}）。",
        "The certificate {cert} is not valid today ({start} to {end}).",
    ),
    "says.recovering": ("数据库正在恢复：{line}", "The database is recovering: {line}"),
    "says.moved": (
        "{user} 进不了 {path}，数据库放在 {place}。",
        "{user} cannot enter {path}; the database is kept in {place}.",
    ),
    "says.first": ("首次启动，正在建立数据库……", "First start: creating the database…"),
    "says.starting": ("正在启动 {name}……", "Starting {name}…"),
    "says.died": ("{name} 意外退出（{how}），{wait} 秒后重新启动。", "{name} ended ({how}); restarting in {wait} s."),
    "says.dying": (
        "{name} 已连续退出 {times} 次，仍在重试，原因见 {log}。",
        "{name} has ended {times} times in a row and is tried again; the reason is in {log}.",
    ),
    "says.unstarted": ("{name} 现在启动不了：{why}", "{name} cannot be started now: {why}"),
    "says.back": ("{name} 已恢复。", "{name} is back."),
    "says.leftover": ("上次没有停干净，正在收尾：{name}。", "Left over from the last run, being stopped: {name}."),
    "says.stopping": ("正在停止……", "Stopping…"),
    "says.stopped": ("已停止。", "Stopped."),
    "says.forced": ("{name} 没有按时停止，已强制结束。", "{name} did not stop in time and was killed."),
    "panel.title": ("GasLoop 已就绪", "GasLoop is ready"),
    "panel.address": ("地址", "Address"),
    "panel.devices": ("设备接入", "Devices"),
    "panel.data": ("数据目录", "Data directory"),
    "panel.stop": ("停止", "Stop"),
    "panel.stop_how": ("按 Ctrl-C", "Ctrl-C"),
    "panel.tls": ("安装本机证书", "Install the certificate"),
    "panel.account": ("演示账号", "Demonstration account"),
    "panel.password": ("密码", "Password"),
    "panel.role": ("身份", "Who"),
}


def chinese() -> bool:
    """Does this terminal's user read Chinese (LC_ALL, LC_MESSAGES, LANG in that order)?"""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.lower().startswith("zh")
    return False


def say(code: str, **places: object) -> str:
    """The sentence `code` with its places filled; KeyError for a code that does not exist."""
    texts = _TABLE[code]
    return texts[0 if chinese() else 1].format(**places)


class StartError(Exception):
    """`up` cannot go on: one sentence for the user, exit code 1, nothing damaged."""

    def __init__(self, code: str, **places: object) -> None:
        self.code = code
        self.places = places
        super().__init__(say(code, **places))
