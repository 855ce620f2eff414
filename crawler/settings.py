"""Scrapy's settings, each unusual one with its reason. ARCHIVE_HOME, ARCHIVE_DATABASE, ARCHIVE_WARCS, GUARD_ALLOW
and CONTACT
come from the environment and can be set here or with `-s` like every other setting."""

import os

BOT_NAME = "disclosure-archive"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# ---- the archive
ARCHIVE_HOME = os.environ.get("ARCHIVE_HOME")
ARCHIVE_DATABASE = os.environ.get("ARCHIVE_DATABASE")
ARCHIVE_WARCS = os.environ.get("ARCHIVE_WARCS")
# Addresses or networks that may be reached although they are private, comma-separated: tests, intranets.
GUARD_ALLOW = os.environ.get("GUARD_ALLOW", "")
# Who runs this crawler, for the user agent: a mail address or a page. A public host is not crawled without it.
CONTACT = os.environ.get("CONTACT", "")
# What a portal may cost in one run: requests, reports not counted, and clicks from where it begins.
PORTAL_BUDGET = 3000
PORTAL_DEPTH = 12
# Days after which a portal is asked for everything once more. Until then a crawl asks for lists of reports, for what is
# new, and for a twentieth of the rest.
FULL_SWEEP_DAYS = 90
# CPU seconds that one page or file may take to be read; then its reader is killed and the page quarantined. What may
# be a scan has more, where the extra ocr is installed.
READING_SECONDS = 30
# What is kept whole: the bodies of all answers, or "reports": only those of reports with their files and lists, of what
# stood in the way, and of redirects. Of every other answer its head and the digest of its body are kept.
CAPTURE = "all"

# ---- manners
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 4
# One at a time to each address, whatever is set: crawler/hosts.py. Connections are kept open for as many.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Seconds that a host has without us after each answer, at the least: crawler/pace.py says when they are more.
DOWNLOAD_DELAY = 2
RETRY_TIMES = 2
# An answer is followed to one item. Scrapy makes as many tasks an answer, by default 100: 1 ms.
CONCURRENT_ITEMS = 1
# Codings that every WARC reader can undo later.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}

# ---- limits: Scrapy's own let a gzip bomb take 1.9 GB and a slow host nine minutes a URL
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
# Files of reports: scans of a hundred pages are larger than any page.
ATTACHMENT_MAXSIZE = 100 * 1024 * 1024
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
MEMUSAGE_LIMIT_MB = 2048

# ---- safety
# Links to file: and data: were followed and read by default.
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.DownloadHandler",
    "https": "crawler.download.DownloadHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# Names become addresses here, and only those that may be reached.
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
# Both listen on a port and run what they are told.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# A proxy is used only when it is configured here, never because the environment names one.
HTTPPROXY_ENABLED = False

# ---- nothing vanishes: the spider settles redirects and refusals itself, in the ledger
# Requests come from the frontier, not from a callback: what looks at a callback's requests has nothing to see.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
SCHEDULER = "crawler.frontier.Frontier"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.guard.GuardMiddleware": 50,
    # Scrapy's takes a robots.txt that cannot be had for one that allows everything.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.manners.RobotsMiddleware": 100,
    # Scrapy's tries three times within a tenth of a second.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.manners.PatientRetry": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.coding.CodingMiddleware": 590,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.cookies.BoundedCookies": 700,
    "crawler.hosts.Hosts": 980,
    # Nearest the network: sees the body before decompression.
    "crawler.capture.CaptureMiddleware": 990,
}
ITEM_PIPELINES = {"crawler.pipeline.ArchivePipeline": 100}
EXTENSIONS = {
    "crawler.progress.Progress": 100,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
}
LOG_LEVEL = "INFO"
