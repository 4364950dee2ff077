import { readFileSync, readdirSync } from 'node:fs'
import { startBrowser } from './harness.mjs'
const out='/tmp/A/walk/'; const b = await startBrowser()
for (const lang of process.argv[2].split(',')) {
  const files = readdirSync(out).filter(f => f.startsWith(lang + '-')&&!/15-copy/.test(f)).sort()
  const half = [files.slice(0,8), files.slice(8)]
  for (const [i,fs] of half.entries()) {
    const html = '<body style="margin:0;background:#888;display:flex;gap:4px;align-items:flex-start">' + fs.map(f => `<div style="width:245px;height:1230px;overflow:hidden"><img style="width:245px" src="data:image/png;base64,${readFileSync(out + f).toString('base64')}"></div>`).join('') + '</body>'
    const p = await (await b.newContext({ viewport: { width: 249*fs.length, height: 1230 } })).newPage()
    await p.setContent(html); await p.screenshot({ path: `${out}M-${lang}-${i}.png` }); await p.close()
  }
}
await b.close()
