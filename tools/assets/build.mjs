// Builds what the browser gets: styles, scripts, web fonts and the drawing
// sprite, into internal/page/static/dist, and the fonts that the PDF room
// embeds, into internal/print/fonts. Same input, same bytes; about two seconds.
//
//   node tools/assets/build.mjs
import { mkdirSync, rmSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sheet, stylesheet } from './styles.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const dist = join(root, 'internal/page/static/dist')
const printFonts = join(root, 'internal/print/fonts')
const modules = join(root, 'node_modules')

if (!existsSync(join(modules, 'govuk-frontend'))) {
  console.error('The packages are not here yet. Run: npm ci')
  process.exit(1)
}
process.chdir(root)
const [{ default: esbuild }, { default: rtlcss }] = await Promise.all([import('esbuild'), import('rtlcss')])

/** Empties a folder of everything but the files git keeps in it. */
function clear (folder, keep) {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!keep(name)) rmSync(join(folder, name), { recursive: true })
}

/** Writes a file and, beside it, its gzip for browsers that take it. */
function emit (name, content) {
  const file = join(dist, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  const packed = gzipSync(content, { level: 9 })
  writeFileSync(file + '.gz', packed)
  return `${name} ${(content.length / 1024).toFixed(1)} KB, ${(packed.length / 1024).toFixed(1)} KB gzip`
}

/**
 * Copies one web font under a name that holds its hash, so that it may be
 * cached for ever, and returns that name for the stylesheet.
 */
function font (script, weight, part = script) {
  const bytes = readFileSync(join(modules, `@fontsource/noto-sans-${script}/files/noto-sans-${script}-${part}-${weight}-normal.woff2`))
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  const name = `fonts/${part === script ? script : script + '-' + part}-${weight}.${hash}.woff2`
  mkdirSync(join(dist, 'fonts'), { recursive: true })
  writeFileSync(join(dist, name), bytes)
  return name
}

// Chinese is too much for one file on a phone. Google cut the font into slices by
// how often characters are used; the twenty most used (and the punctuation) are
// built in, one weight. That is every character of ours and 3,357 of the 6,763 of
// GB 2312; any other comes from the reader's own device, which has a Chinese font
// if somebody can type there. The rules are a stylesheet of their own, which only
// a page in Chinese asks for, and a slice is fetched only when it is needed.
const hanSlices = Array.from({ length: 20 }, (_, i) => 119 - i)

function hanSheet () {
  const ranges = JSON.parse(readFileSync(join(modules, '@fontsource/noto-sans-sc/unicode.json'), 'utf8'))
  return hanSlices.map(n => `@font-face{font-family:"Noto Sans SC Web";font-style:normal;font-weight:400;font-display:swap;` +
    `src:url(${font('sc', 400, n)}) format("woff2");unicode-range:${hanOnly(ranges[`[${n}]`])}}`).join('\n') + '\n'
}

/** Leaves out of a slice what other fonts are there for: letters and signs below U+2E80. */
function hanOnly (range) {
  return range.split(',').filter(part => parseInt(part.replace('U+', ''), 16) >= 0x2E80).join(',')
}

function sprite () {
  const folder = join(root, 'internal/page/kit/drawings')
  const symbols = readdirSync(folder).filter(n => n.endsWith('.svg')).sort().map(n => {
    const svg = readFileSync(join(folder, n), 'utf8').trim()
    const inner = svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '')
    return `<symbol id="${n.slice(0, -4)}" viewBox="0 0 48 48">${inner.trim()}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">${symbols.join('')}</svg>\n`
}

clear(dist, name => name === 'README.txt')
clear(printFonts, name => !name.endsWith('.woff'))

const fonts = {}
for (const script of ['arabic', 'bengali', 'ethiopic']) for (const weight of [400, 700]) fonts[`${script}-${weight}`] = font(script, weight)
writeFileSync(join(dist, 'fonts/OFL.txt'), readFileSync(join(modules, '@fontsource/noto-sans/LICENSE')))

for (const [pkg, subset] of [['noto-sans', 'latin'], ['noto-sans', 'latin-ext'], ['noto-sans', 'vietnamese'], ['noto-sans', 'cyrillic'], ['noto-sans-arabic', 'arabic'], ['noto-sans-ethiopic', 'ethiopic'], ['noto-sans-bengali', 'bengali']]) {
  for (const weight of [400, 700]) {
    const name = `${pkg.startsWith('noto-sans-') ? pkg : pkg + '-' + subset}-${weight}-normal.woff`
    const from = join(modules, '@fontsource', pkg, 'files', `${pkg}-${subset}-${weight}-normal.woff`)
    writeFileSync(join(printFonts, name), readFileSync(from))
  }
}

// On paper Chinese has one weight; the print room thickens its strokes for bold.
const hanPrint = 'noto-sans-sc-chinese-simplified-400-normal.woff'
writeFileSync(join(printFonts, 'noto-sans-sc-400-normal.woff'), readFileSync(join(modules, '@fontsource/noto-sans-sc/files', hanPrint)))

const css = stylesheet(root, fonts)
const toolCSS = stylesheet(root, fonts, 'tool')
/** One script module and all it imports, as one file. */
async function script (name, format = 'esm', target = 'es2020') {
  const made = await esbuild.build({
    entryPoints: [`assets/js/${name}.mjs`],
    bundle: true,
    minify: true,
    format,
    target: [target],
    write: false,
    legalComments: 'none'
  })
  return emit(`${name}.js`, Buffer.from(made.outputFiles[0].contents))
}
const report = [
  emit('app.css', Buffer.from(css)),
  emit('app.rtl.css', Buffer.from(rtlcss.process(css))),
  emit('han.css', Buffer.from(hanSheet())),
  emit('explore.css', Buffer.from(sheet(root, 'explore'))), // public pages, whose readers need no more of the rest
  await script('app'),
  await script('account'), // the pages of signing in
  await script('explore'), // search as you type
  await script('loading'), // saying what each piece of a page is
  await script('record'), // reading the texts aloud, for those who listen
  emit('place.css', Buffer.from(sheet(root, 'place'))), // a young person's own place
  emit('insight.css', Buffer.from(sheet(root, 'insight'))), // what can be learnt over all records
  emit('chart.css', Buffer.from(sheet(root, 'chart'))), // pictures of figures, by day, by night, on paper
  emit('wording.css', Buffer.from(sheet(root, 'wording'))), // what young people see, for those who look after it
  emit('meeting.css', Buffer.from(sheet(root, 'meeting'))), // a meeting of agencies, line by line
  emit('together.css', Buffer.from(sheet(root, 'together'))), // what young people say and decide together
  emit('reading.css', Buffer.from(sheet(root, 'reading'))), // a blank sheet on which a case is read from paper
  emit('pilot.css', Buffer.from(sheet(root, 'pilot'))), // a pilot: the sheet for young people, and typing it in
  emit('appraisal.css', Buffer.from(sheet(root, 'appraisal'))), // options side by side, and an easy read outline
  emit('tool.css', Buffer.from(toolCSS)), // the practice tool, where there is no network
  emit('tool.rtl.css', Buffer.from(rtlcss.process(toolCSS))),
  await script('tool', 'esm', 'es2022'),
  await script('tool-sw', 'iife'),
  await script('takeout'), // taking a sitting out
  emit('mark.svg', readFileSync('assets/mark.svg')),
  emit('drawings.svg', Buffer.from(sprite()))
]
console.log(report.join('\n'))

// The tool's own pages must come through a thin line in a moment. Its texts and drawings are weighed by a Go test.
const shell = ['tool.css', 'tool.rtl.css', 'tool.js', 'tool-sw.js', 'mark.svg', 'drawings.svg'].reduce((sum, name) => sum + readFileSync(join(dist, name + '.gz')).length, 0)
console.log(`the tool's shell without its texts: ${(shell / 1024).toFixed(1)} KB gzip`)
if (shell > 90 * 1024) throw new Error('the tool\'s shell is too large: 100 KB with its texts is the most')
