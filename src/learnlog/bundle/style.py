"""How the page of a bundle looks: on a phone and a desk, light and dark, on paper."""

STYLE = """\
:root{color-scheme:light dark;--ink:#1c1e21;--quiet:#595f69;--paper:#fff;
--shade:#f2f3f5;--line:#d9dce1;--link:#0b57b0}
@media(prefers-color-scheme:dark){
:root{--ink:#e4e6ea;--quiet:#a4abb6;--paper:#16181c;--shade:#22252b;--line:#3a3f48;--link:#8ab8ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:46rem;background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.6em 0 .5em;text-wrap:balance}
h1{font-size:1.8rem;margin-top:0}
h2{font-size:1.4rem;margin-top:0}
h3{font-size:1.15rem}
h4,h5,h6{font-size:1rem}
a{color:var(--link);text-underline-offset:.15em}
p,ul,ol,pre,blockquote,table,dl{margin:0 0 1em}
ul,ol{padding-inline-start:1.5em}
nav li{margin:.15em 0}
article,section{margin-top:3rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.facts,.up,dt{color:var(--quiet);font-size:.9rem}
dd{margin:0 0 .5em}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono",monospace;font-size:.9em}
code{background:var(--shade);padding:.1em .3em;border-radius:3px}
pre{background:var(--shade);padding:.8em 1em;border-radius:6px;overflow-x:auto;line-height:1.45}
pre code{background:none;padding:0}
blockquote{margin-inline:0;padding-inline-start:1em;border-inline-start:3px solid var(--line);
color:var(--quiet)}
table{display:block;overflow-x:auto;border-collapse:collapse}
th,td{border:1px solid var(--line);padding:.3em .6em;text-align:start;vertical-align:top}
img{max-width:100%;height:auto}
hr{border:0;border-top:1px solid var(--line)}
@media print{
:root{--ink:#000;--quiet:#444;--paper:#fff;--shade:#f4f4f4;--line:#bbb;--link:#000}
body{max-width:none;padding:0;font-size:10.5pt}
.up{display:none}
article{break-inside:auto}
h1,h2,h3,h4,h5,h6{break-after:avoid}
pre,img,table,blockquote{break-inside:avoid}
pre{white-space:pre-wrap}
article a[href^=http]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}}
"""
