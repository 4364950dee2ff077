// The browser tests. Each scenario of e2e/scenarios is run against the built program on a fresh demonstration.
//
//   node e2e/run.mjs                       on SQLite
//   node e2e/run.mjs --postgres [ADDRESS]  on PostgreSQL (else the server in STABLEFUTURES_TEST_POSTGRES)
//   node e2e/run.mjs main-job sign-in      only scenarios whose file name contains one of the words
//   node e2e/run.mjs --shots               also takes pictures of the steps into e2e/shots
//   node e2e/run.mjs --self-test           shows, without the program, that the checks find planted faults
import { existsSync, readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Harness, startBrowser, takePictures } from './harness.mjs'
import { binary, startProgram } from './program.mjs'
import { Report } from './report.mjs'
import { selfTest } from './selftest.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { postgres: { type: 'boolean' }, 'self-test': { type: 'boolean' }, shots: { type: 'boolean' } }
})
takePictures(values.shots)
const report = new Report()
const folder = new URL('./scenarios/', import.meta.url)

function postgresAddress () {
  const address = positionals.find(p => p.startsWith('postgres')) ?? process.env.STABLEFUTURES_TEST_POSTGRES
  if (!address) throw new Error('--postgres needs a server: scripts/with-postgres.sh node e2e/run.mjs --postgres')
  return address
}

async function runScenario (h, file) {
  h.scenario = file.replace(/^\d+-|\.mjs$/g, '')
  report.say(`${h.engine}: ${h.scenario}`)
  const began = Date.now()
  const { default: scenario } = await import(new URL(file, folder))
  try {
    await scenario(h)
  } catch (err) {
    await h.pictureOfFailure()
    h.check(false, 'runs to its end', `${err.message}\n${err.stack.split('\n').filter(l => l.includes('/e2e/')).join('\n')}`)
  }
  await h.finish()
  report.say(`${h.scenario} took ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

async function runAll () {
  if (!existsSync(binary)) throw new Error(`${binary} is not built; make build`)
  const words = positionals.filter(p => !p.startsWith('postgres'))
  const files = readdirSync(folder).filter(f => f.endsWith('.mjs')).sort()
    .filter(f => words.length === 0 || words.some(w => f.includes(w)))
  if (files.length === 0) throw new Error('no scenario of that name')
  const browser = await startBrowser()
  let program
  try {
    program = await startProgram(values.postgres ? { postgres: postgresAddress() } : {})
    const h = new Harness({ browser, program, report, engine: values.postgres ? 'postgres' : 'sqlite' })
    h.whole = words.length === 0
    for (const file of files) await runScenario(h, file)
    const how = await program.stop()
    report.check(how === 0, 'the program stops when asked to, with exit code 0', `it ended with ${how}\n${program.log()}`)
  } finally {
    await browser.close()
    await program?.stop()
  }
}

process.on('SIGINT', () => process.exit(130))
try {
  await (values['self-test'] ? selfTest(report) : runAll())
} catch (err) {
  report.check(false, 'the browser tests run', err.message)
}
process.exit(report.close() ? 0 : 1)
