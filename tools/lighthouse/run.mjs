// Measures the public pages with Lighthouse, one page at a time, the median of three, against a demonstration that
// this starts and stops. Run it alone: whatever else the machine does is measured with it.
//
//   make lighthouse        (or: node tools/lighthouse/run.mjs [http://localhost:8080])
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

const wanted = { accessibility: 100, performance: 95 }
const runs = 3
const edition = '/explore/rights-checklist-2026-11'
const pages = ['/explore', edition, `${edition}/G6`, `${edition}/G6?lang=ar&nation=scotland`, '/explore/search?q=' + encodeURIComponent('مدرسة')]

const given = process.argv[2]
const program = given ? { url: given, stop () {} } : await start()
const chromePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(p => p && existsSync(p))
let failed = false
try {
  for (const page of pages) {
    const scores = { accessibility: [], performance: [] }
    let notes = []
    for (let i = 0; i < runs; i++) {
      const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'], logLevel: 'silent' })
      try {
        const { lhr } = await lighthouse(program.url + page, { port: chrome.port, output: 'json', logLevel: 'silent', onlyCategories: Object.keys(wanted) })
        for (const name in scores) scores[name].push(Math.round(lhr.categories[name].score * 100))
        notes = Object.values(lhr.audits).filter(a => a.score !== null && a.score < 0.9 && a.scoreDisplayMode !== 'informative').map(a => `${a.id} ${a.displayValue ?? ''}`.trim())
      } finally { await chrome.kill() }
    }
    const line = Object.entries(scores).map(([name, list]) => {
      const median = list.toSorted((a, b) => a - b)[Math.floor(runs / 2)]
      if (median < wanted[name]) failed = true
      return `${name} ${median} (${list.join(', ')})`
    })
    console.log(`${page}: ${line.join(', ')}${notes.length ? '\n    ' + notes.join('; ') : ''}`)
  }
} finally { program.stop() }
process.exit(failed ? 1 : 0)

/** Starts a demonstration of its own, in a folder that goes away with it. */
async function start () {
  const data = mkdtempSync(join(tmpdir(), 'lighthouse-'))
  const url = 'http://localhost:8397'
  const child = spawn('bin/stablefutures', ['demo', '--addr', 'localhost:8397', '--data', data], { stdio: 'ignore' })
  const stop = () => { child.kill(); rmSync(data, { recursive: true, force: true }) }
  for (let i = 0; i < 240; i++) {
    if (child.exitCode !== null) break
    try {
      if ((await fetch(url + '/healthz')).ok) return { url, stop }
    } catch { /* not yet */ }
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  stop()
  throw new Error('the demonstration did not start; make build first')
}
