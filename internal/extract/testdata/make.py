#!/usr/bin/env python3
"""Makes the fixtures of internal/extract from garden.txt. See README.md for what it needs.

    python3 make.py [bare poster list wheel outline office locked]   (office needs list)
"""
import html, math, os, subprocess, sys, textwrap, zipfile

here = os.path.dirname(os.path.abspath(__file__))
os.chdir(here)
rows = [l.rstrip('\n').split('\t') for l in open('garden.txt', encoding='utf-8') if not l.startswith('#')]
principles = [r for r in rows if r[0].startswith('P')]
outcomes = [r for r in rows if r[0].isdigit()]
def under(code): return [r for r in rows if r[0].startswith(code + '.')]
def run(*args): subprocess.run(args, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
e = html.escape

def poster():
    """Boxes: Chromium prints a web page. The codes stand in front of the texts, as a designer would set them."""
    box = lambda o: f'<section><h2>{o[0]} {e(o[1])}</h2><ul>' + ''.join(f'<li dir="auto"><b>{i[0]}</b> {e(i[1])}</li>' for i in under(o[0])) + '</ul></section>'
    page = ('<!doctype html><meta charset=utf-8><title>Garden</title><style>@page{size:594mm 420mm;margin:12mm}'
      'body{margin:0;font:11pt/1.3 "Noto Sans","Noto Sans Arabic"}h1{font-size:30pt;margin:0 0 4mm}h2{font-size:13pt;line-height:1.2;margin:0 0 2mm}'
      '.p{display:grid;grid-template-columns:repeat(4,1fr);gap:5mm;margin-bottom:5mm}.p div{background:#cfe8d5;border-radius:3mm;padding:3mm;font-size:15pt}'
      'main{display:grid;grid-template-columns:repeat(5,1fr);gap:4mm}section{border:1px solid #555;border-radius:3mm;padding:3mm}ul{margin:0;padding-left:5mm}li{margin-bottom:1mm}li b{font-weight:400}</style>'
      '<h1>What we want for the garden</h1><div class=p>' + ''.join(f'<div>{e(p[1])}</div>' for p in principles) + '</div><main>' + ''.join(map(box, outcomes)) + '</main>')
    open('/tmp/poster.html', 'w', encoding='utf-8').write(page)
    run('chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', '--print-to-pdf=poster.pdf', '/tmp/poster.html')

def bare():
    """Boxes without numbers, bullets or space between texts; Chromium."""
    style = ('<!doctype html><html lang=en-GB><meta charset=utf-8><style>@page{size:420mm 297mm;margin:10mm}body{margin:0;font:8.5pt/1.3 "DejaVu Sans"}h1{font-size:20pt}'
      'h2{font-size:10pt;text-align:center;margin:0 0 1mm;line-height:1.2}p{margin:0}main{display:grid;grid-template-columns:repeat(5,1fr);gap:2mm}section{border:1px solid #555;padding:2mm}</style>')
    page = style + '<h1>Garden</h1><main>' + ''.join(f'<section><h2>{e(o[1])}</h2>' + ''.join(f'<p>{e(i[1])}</p>' for i in under(o[0])) + '</section>' for o in outcomes) + '</main>'
    open('/tmp/bare.html', 'w', encoding='utf-8').write(page)
    run('chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', '--print-to-pdf=bare.pdf', '/tmp/bare.html')

def list_():
    """Two justified columns over several pages: LibreOffice Writer from flat OpenDocument text."""
    p = lambda style, text: f'<text:p text:style-name="{style}">{e(text)}</text:p>'
    body = ''.join(p('P', r[1]) for r in principles) + ''.join(p('O', f'{o[0]}. {o[1]}') + ''.join(p('I', f'{i[0]} {i[1]}') for i in under(o[0])) for o in outcomes)
    style = lambda name, size, weight, before, after: (f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:text-align="justify" fo:margin-top="{before}" fo:margin-bottom="{after}" fo:orphans="2" fo:widows="2"/>'
        f'<style:text-properties style:font-name="F" fo:font-size="{size}" fo:font-weight="{weight}" fo:language="en" fo:country="GB" fo:hyphenate="false"/></style:style>')
    doc = ('<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'DejaVu Serif\'"/></office:font-face-decls><office:automatic-styles>'
        + style('T', '18pt', 'bold', '0cm', '0.4cm') + style('P', '11pt', 'bold', '0cm', '0.2cm') + style('O', '11pt', 'bold', '0.4cm', '0.1cm') + style('I', '9.5pt', 'normal', '0cm', '0.1cm') +
        '<style:style style:name="S" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>'
        '<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"/></office:master-styles>'
        '<office:body><office:text>' + p('T', 'The garden: a list') + '<text:section text:style-name="S" text:name="s">' + body + '</text:section></office:text></office:body></office:document>')
    open('/tmp/list.fodt', 'w', encoding='utf-8').write(doc)
    run('soffice', '--headless', '--convert-to', 'pdf', '--outdir', here, '/tmp/list.fodt')

def wheel():
    """A wheel: cairo (rsvg-convert). Spokes at 25 angles, and the principles letter by letter along a circle."""
    c, out = 1000, []
    out.append(f'<circle cx="{c}" cy="{c}" r="260" fill="#eef5ef" stroke="#555"/>')
    for k, o in enumerate(outcomes):
        a = 360 / 25 * k - 90
        lines = [('b', f'{o[0]} {o[1]}', True)]
        for i in under(o[0]):
            for n, l in enumerate(textwrap.wrap(f'{i[0]} {i[1]}', 62, break_on_hyphens=False)): lines.append(('', l, n == 0))
        flip = 90 < a % 360 < 270
        y = -len(lines) * 6.5 + 6
        for bold, l, first in lines:
            if bold == '' and first: y += 3
            t = f'rotate({a:.2f} {c} {c})' if not flip else f'rotate({a + 180:.2f} {c} {c})'
            px = c + 470 if not flip else c - 960
            out.append(f'<text transform="{t}" x="{px}" y="{c + y:.2f}" font-size="{13 if bold else 11}" font-weight="{"bold" if bold else "normal"}">{e(l)}</text>')
            y += 13
    widths = {}
    for k, p in enumerate(principles):
        r, step = 235 - 45 * k, 0.62 * 15
        a = -90 - math.degrees(step * len(p[1]) / r) / 2
        for ch in p[1]:
            if ch != ' ':
                x, y = c + r * math.cos(math.radians(a)), c + r * math.sin(math.radians(a))
                out.append(f'<text transform="translate({x:.2f} {y:.2f}) rotate({a + 90:.2f})" font-size="15" font-family="DejaVu Sans Mono">{e(ch)}</text>')
            a += math.degrees(step / r)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000" viewBox="0 0 2000 2000" font-family="DejaVu Sans, Noto Sans Arabic"><rect width="2000" height="2000" fill="#fff"/>' + ''.join(out) + '</svg>'
    open('/tmp/wheel.svg', 'w', encoding='utf-8').write(svg)
    run('rsvg-convert', '-f', 'pdf', '-o', 'wheel.pdf', '/tmp/wheel.svg')

def outline():
    """The same three with every letter drawn as a shape: Ghostscript."""
    for n in ('poster', 'list', 'wheel'):
        run('gs', '-q', '-dNOPAUSE', '-dBATCH', '-dSAFER', '-sDEVICE=pdfwrite', *(['-dLastPage=1'] if n == 'list' else []), '-dNoOutputFonts', '-r144', '-dAutoRotatePages=/None', f'-sOutputFile={n}-outlined.pdf', f'{n}.pdf')

def locked():
    """A PDF under a password: qpdf."""
    run('qpdf', 'list.pdf', '--pages', '.', '2', '--', '--encrypt', 'words', 'words', '256', '--', 'locked.pdf')

def office():
    """The same texts as files of other kinds: LibreOffice writes DOCX, XLSX and ODS, Python writes CSV and UTF-16 text."""
    import csv
    with open('garden.csv', 'w', encoding='utf-8', newline='') as f:
        csv.writer(f).writerows([('code', 'text'), *rows])
    run('soffice', '--headless', '--convert-to', 'docx:MS Word 2007 XML', '--outdir', '/tmp', '/tmp/list.fodt')
    os.replace('/tmp/list.docx', 'garden.docx')
    for kind in ('xlsx', 'ods'):
        run('soffice', '--headless', '--infilter=Text - txt - csv (StarCalc):44,34,76,1,1/2/2/2', '--convert-to', kind, '--outdir', here, 'garden.csv')
    open('garden-list.txt', 'w', encoding='utf-16').write(''.join(('' if r[0][0] == 'P' else r[0] + ' ') + r[1] + '\r\n' for r in rows))

if __name__ == '__main__':
    jobs = {'bare': bare, 'poster': poster, 'list': list_, 'wheel': wheel, 'outline': outline, 'office': office, 'locked': locked}
    for name in sys.argv[1:] or jobs: jobs[name]()
