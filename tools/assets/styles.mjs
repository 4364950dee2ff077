// Compiles assets/scss/app.scss and makes one promise about the result: outside
// the palette every colour is a custom property, so that the dark theme, forced
// colours and print change the whole product by changing the palette alone. A
// colour that is in no table stops the build.
import { pathToFileURL } from 'node:url'
import * as sass from 'sass'

/**
 * GOV.UK Frontend fixes some colours in its components. Each is given its
 * place in our palette, by what it paints: text ("color") or surface (the rest).
 */
const surfaces = {
  '#fff': '--govuk-body-background-colour',
  '#ffffff': '--govuk-body-background-colour',
  '#f3f3f3': '--sf-sunk',
  '#cecece': '--sf-sunk-deep',
  '#858686': '--sf-edge',
  '#0b0c0c': '--govuk-text-colour',
  '#0f7a52': '--sf-act',
  '#0b5c3e': '--sf-act-hover',
  '#083d29': '--sf-act-edge',
  '#ca3535': '--sf-warn',
  '#982828': '--sf-warn-hover',
  '#651b1b': '--sf-warn-edge',
  '#1d70b8': '--govuk-brand-colour',
  '#d2e2f1': '--sf-sunk',
  '#0f385c': '--sf-edge',
  '#f4f8fb': '--sf-sunk'
}
const texts = {
  ...surfaces,
  '#fff': '--govuk-inverse-text-colour',
  '#ffffff': '--govuk-inverse-text-colour',
  '#083d29': '--govuk-success-colour',
  '#651b1b': '--govuk-error-colour',
  '#0f385c': '--govuk-text-colour',
  '#1d70b8': '--govuk-link-colour'
}

/** Compiles a stylesheet that can stand alone; fonts maps "arabic-400" to the font's file name. */
export function stylesheet (root, fonts, name = 'app') {
  const list = Object.entries(fonts).map(([key, file]) => `"${key}": "${file}"`).join(',')
  return compile(root, `@use "assets/scss/${name}" with ($fonts: (${list}));`)
}

/** Compiles a further sheet, for pages that few see: assets/scss/NAME.scss. It stands beside app.css, never alone. */
export function sheet (root, name) {
  return compile(root, `@use "assets/scss/${name}";`)
}

function compile (root, source) {
  const out = sass.compileString(source, {
    style: 'compressed',
    loadPaths: [root],
    url: pathToFileURL(root + '/build.scss'),
    importers: [new sass.NodePackageImporter(root)],
    quietDeps: true
  })
  return adopt(out.css)
}

function adopt (css) {
  css = css.replace(/^\uFEFF/, '')
  // Our palette is always there, so upstream's fallbacks are dead weight.
  css = css.replace(/var\((--[\w-]+-colour),\s*#[0-9a-f]{3,6}\)/gi, 'var($1)')
  // Upstream's eleven tag colours are not ours: assets/scss/_parts.scss has four.
  css = css.replace(/\.govuk-tag--[a-z]+\{[^}]*#[0-9a-f]{3,6}[^}]*\}/gi, '')
  const stray = new Set()
  css = css.replace(/([{;])([\w-]+):([^;{}]*#[0-9a-f]{3,8}\b[^;{}]*)/gi, (whole, open, property, value, at) => {
    if (property.startsWith('--')) return whole
    const table = property === 'color' ? texts : surfaces
    return `${open}${property}:` + value.replace(/#[0-9a-f]{3,8}\b/gi, hex => {
      const name = table[hex.toLowerCase()]
      if (!name) { stray.add(`${property}: ${hex} in ${css.slice(css.lastIndexOf('}', at) + 1, at)}`); return hex }
      return `var(${name})`
    })
  })
  if (stray.size) throw new Error('colours outside the palette: ' + [...stray].join(', '))
  if (/Transport|crown/i.test(css)) throw new Error('GOV.UK type or crest in the stylesheet')
  return css
}
