// Every page of every role passes axe, is valid HTML, and fits 320 px. The route table says which pages there are; the
// scenario walks the links of each role until it has seen each pattern once; what comes only after a form was sent is
// looked at in the stories before it. It names the patterns that nobody looked at. The browser opens each pattern once, for
// the first role that reaches it; for the others the page is fetched and its links are read.
import { matcher, routes } from '../program.mjs'

// Patterns that this walk cannot reach by links, each with its reason.
const withoutLink = {
  '/partners/card': 'a file; fetched in 63-two-deployments.mjs',
  '/people/{id}/place/card': 'a file; fetched in 72-carry-on.mjs',
  '/people/{id}/place/pdf': 'a file; fetched in 65-own-place.mjs',
  '/people/{id}/deployments/{transfer}/package': 'a file; fetched in 63-two-deployments.mjs',
  '/packages/{record}/package': 'a file; fetched in 63-two-deployments.mjs',
  '/people/{id}/meetings/{meeting}/invitations/{invitation}/pack/pdf': 'a file; fetched in 64-meeting.mjs',
  '/people/{id}/meetings/{meeting}/minutes/file': 'a file; fetched in 64-meeting.mjs',
  '/people/{id}/meetings/{meeting}/told/pdf': 'a file; fetched in 64-meeting.mjs',
  '/invited/{id}/{meeting}/pdf': 'a file; fetched in 64-meeting.mjs',
  '/people/{id}/given/{work}/content': 'a picture or a sound; seen on its page in 73-published.mjs',
  '/words/page/gave/{work}': 'a picture or a sound, as on the page beside somebody',
  '/together/groups/{group}/given/{work}/ask': 'the page for one person’s work, looked at in 73-published.mjs; a group’s waits for nobody in the demonstration',
  '/together/groups/{group}/given/{work}/change': 'as the one before',
  '/together/groups/{group}/given/{work}/check': 'as the one before',
  '/people/{id}/place/gave/{work}': 'a picture or a sound; seen on its page in 73-published.mjs',
  '/together/groups/{group}/given/{work}/content': 'a picture or a sound, as a young person’s own',
  '/together/works/{shown}/content': 'a picture or a sound; seen on its page in 73-published.mjs',
  '/together/works/{shown}/sheet': 'after a form that writes down what is printed; looked at in 73-published.mjs',
  '/gallery/{shown}': 'a picture or a sound; asked for in 73-published.mjs',
  '/pilots/{pilot}/report/file': 'a file; fetched in 88-pilot.mjs',
  '/pilots/{pilot}/thanks': 'after a form; looked at in 88-pilot.mjs',
  '/audits/{programme}/reports/{report}/file': 'a file; taken in 86-audit-report.mjs',
  '/audits/{programme}/learning/told/{told}/sheet': 'a file; taken in 86-audit-report.mjs',
  '/audits/{read}/agreement/{figures}': 'a file; fetched in 79-audit-blind.mjs',
  '/insight/rounds/{masked}/files/{sent}': 'a file; fetched in 92-pool.mjs',
  '/insight/pool/{pool}/file': 'a file; fetched in 92-pool.mjs',
  '/insight/pool/{pool}/table.csv': 'a file; fetched in 92-pool.mjs',
  '/policy/figures/{series}/csv': 'a file; fetched in 94-evaluation.mjs',
  '/policy/evaluations/{plan}/results/{evaluation}/pdf': 'a file; fetched in 94-evaluation.mjs',
  '/policy/evaluations/{plan}/results/{evaluation}/docx': 'a file; fetched in 94-evaluation.mjs',
  '/policy/evaluations/{plan}/results/{evaluation}/zip': 'a file; fetched in 94-evaluation.mjs',
  '/healthz': 'for machines',
  '/readyz': 'for machines',
  '/people/{id}/requests/{request}/bundle': 'a file; taken in 66-access-request.mjs',
  '/people/{id}/files/{file}': 'a file; opened in 50-faults.mjs',
  '/paper/{edition}/{product}': 'a PDF; chosen in a form, read in paperweb’s own tests',
  '/explore/search/results': 'for the script; asked for in 47-explorer.mjs',
  '/loading/{draft}/pages/{page}/picture': 'a picture, which the browser shows in a page of its own; asked for in 45-steward.mjs',
  '/translations/voice/{recording}': 'a sound; asked for in 46-translator.mjs',
  '/tool/manifest.webmanifest': 'for browsers',
  '/tool/sw.js': 'for browsers',
  '/tool/words.json': 'for the tool’s script',
  '/tool/pictures.svg': 'for the tool’s script',
  '/tool/packs': 'for the tool’s script',
  '/tool/pack/{edition}/{pack}': 'for the tool’s script',
  '/tool/state': 'for the tool’s script',
  '/conversations/paper/enter/{typed}': 'a scanned code, which leads on to the sheet it is on; followed in 25-on-paper.mjs',
  '/leave': 'leads to another site',
  '/words/leave': 'leads to another site; asked for in 71-own-device.mjs',
  '/language/{tag}': 'leads back where it came from',
  '/people/search': 'leads to the list',
  '/components': 'in development alone; held against upstream in the page kit’s own tests',
  '/sign-in/second': 'after a password; looked at in 10-sign-in.mjs',
  '/sign-in/recovery': 'after a password; looked at in 10-sign-in.mjs',
  '/sign-in/organisation/{id}/back': 'from an organisation’s own sign-in; followed in accountweb’s own tests',
  '/signed-out': 'after signing out; looked at in 10-sign-in.mjs'
}

export default async function everyRoute (h) {
  const open = routes().filter(r => r.method === 'GET' && !(r.pattern in withoutLink))
    .map(r => ({ ...r, is: matcher(r.pattern) }))
  h.check(open.length > 5, 'the route table was read', `${open.length} pages`)
  const seen = new Map() // pattern -> what was found there
  await walk(h, await h.page(), open, seen, 'visitor')
  for (const role of Object.keys(h.people).filter(r => !r.includes('_'))) await walk(h, await h.signedIn(role), open, seen, role)
  for (const path of h.looked) {
    const row = rowOf(open, path)
    if (row && !seen.has(row.pattern)) seen.set(row.pattern, path)
  }
  const never = open.filter(r => !seen.has(r.pattern)).map(r => r.pattern)
  if (h.whole) h.check(never.length === 0, 'every page was looked at, here or in the stories before', never.join('\n'))
  else h.say(`not looked at by this walk alone:\n${never.join('\n')}`)
}

/** Follows links, widest first, looking at one page of each pattern per role. */
async function walk (h, page, open, seen, role) {
  const mine = new Set()
  const queue = ['/', '/demo']
  while (queue.length) {
    const path = queue.shift()
    const row = rowOf(open, path)
    if (!row || mine.has(row.pattern)) continue
    mine.add(row.pattern)
    const first = !seen.has(row.pattern) && h.engine !== 'postgres'
    seen.set(row.pattern, path)
    const found = await (first ? opened(h, page, path, role) : fetched(page, new URL(path, h.url).href))
    if (found.status >= 400) h.check(false, `${role}: a link leads to ${path}`, `it answers ${found.status}`)
    else queue.push(...found.links)
  }
  h.check(mine.size > 0, `${role}: sees ${mine.size} pages`)
}

/** The row a path belongs to: the one with the fewest wildcards, which Go's ServeMux prefers too. */
function rowOf (open, path) {
  const { pathname } = new URL(path, 'http://localhost')
  const wild = row => row.pattern.split('{').length
  return open.filter(r => r.is(pathname)).sort((a, b) => wild(a) - wild(b))[0]
}

/** The page in the browser, looked at from all sides; a file to keep has no links. */
async function opened (h, page, path, role) {
  const answer = await look(page, new URL(path, h.url).href)
  if (!answer) return { status: 200, links: [] }
  const isPage = answer.status() < 400 && /text\/html/.test(answer.headers()['content-type'] ?? '')
  if (isPage) await inspect(h, page, path, role)
  return { status: answer.status(), links: isPage ? await links(page) : [] }
}

/** The page without the browser: what it answers and where it leads. */
async function fetched (page, url) {
  const answer = await page.context().request.get(url)
  if (!/text\/html/.test(answer.headers()['content-type'] ?? '')) return { status: answer.status(), links: [] }
  const links = []
  for (const [tag] of (await answer.text()).matchAll(/<a\s[^>]*>/g)) {
    const href = tag.match(/\shref="([^"]*)"/)?.[1]
    if (href === undefined || /\srel="[^"]*nofollow|exit-this-page__button/.test(tag)) continue
    const to = new URL(href.replaceAll('&amp;', '&'), answer.url())
    if (to.origin === new URL(url).origin) links.push(to.pathname + to.search)
  }
  return { status: answer.status(), links }
}

async function look (page, url) {
  try {
    return await page.goto(url, { waitUntil: 'load' })
  } catch (err) {
    if (/Download is starting|ERR_ABORTED/.test(err.message)) return null
    throw err
  }
}

async function inspect (h, page, path, role) {
  const what = `${role}: ${path.replace(/[0-9a-f-]{36}/g, '{id}')}`
  await h.accessible(page, what)
  await h.valid(page, what)
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  h.check(wider <= 0, `${what}: fits 320 px`, `${wider} px too wide`)
  await page.setViewportSize(before)
}

/** Links of the page that stay in the program. Leaving for good (exit this page) is not followed. */
async function links (page) {
  return page.evaluate(() => [...document.querySelectorAll('a[href]')]
    .filter(a => a.origin === location.origin && !a.matches('[rel~=nofollow], .govuk-exit-this-page__button'))
    .map(a => a.pathname + a.search))
}
