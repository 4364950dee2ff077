// The steps that several stories share: finding a young person, and a conversation from its first page to its last.

/** Arabic as it is said in the stories. All of it is invented for them. */
export const said = {
  topic: 'كرة القدم مع أخي',
  topicEnglish: 'Football with my brother',
  words: 'غرفتي دافئة، لكن الباب لا يُغلق في الليل.',
  wordsEnglish: 'My room is warm, but the door does not close at night.',
  promise: 'Ask the provider to mend the lock, and come to look at it.',
  promiseArabic: 'نطلب إصلاح القفل، ونأتي لنرى.',
  second: 'Find a football team that meets after school.',
  secondArabic: 'نبحث عن فريق كرة قدم بعد المدرسة.'
}

/** Holds the page that is there against axe, the HTML standard and 320 px; with --shots it also takes its pictures. */
export async function look (h, page, step, ways) {
  await h.accessible(page, step)
  await h.valid(page, step)
  await h.shots(page, step, ways)
}

/** Finds a young person by name, as a worker does, and opens the record. Gives its address. */
export async function openPerson (h, page, name) {
  await h.goto(page, '/people')
  await page.fill('input[name=name]', name)
  await h.enter(page, 'input[name=name]')
  h.check(!page.url().includes(name), 'a name searched for is in no address', page.url())
  await h.follow(page, page.locator('main table a').first())
  const path = new URL(page.url()).pathname
  h.check(/^\/people\/[0-9a-f-]{36}$/.test(path), `${name} is found and opened`, path)
  return path
}

/** Chooses a radio, a checkbox or a card as people do: by its label. */
export async function pick (page, name, value) {
  const box = page.locator(`input[name="${name}"][value="${value}"]`).first()
  await page.locator(`label[for="${await box.getAttribute('id')}"]`).click()
}

/** Opens what is folded around a field, when it is. */
export async function unfold (page, where) {
  const details = page.locator('details').filter({ has: page.locator(where) }).first()
  if (!await details.evaluate(d => d.open)) await details.locator('summary').first().click()
}

/** Presses the button of a young person's page that means this. */
export const go = (h, page, what) => h.follow(page, page.locator(`form#talk button[name=go][value="${what}"]`))

/** Opens a sitting; with an interpreter the cards are in Arabic. seen is called on each page. Gives its address. */
export async function openSitting (h, page, person, { arabic = true, seen = async () => {} } = {}) {
  await h.goto(page, `${person}/conversations/new`)
  await seen('opening')
  await pick(page, 'language', arabic ? 'ar' : 'en')
  await pick(page, 'interpreter', arabic ? 'yes' : 'not_needed')
  if (arabic) {
    await pick(page, 'independent', 'yes')
    await page.selectOption('select[name=interpreter-language]', 'ar')
    await page.fill('input[name=dialect]', 'Sudanese')
    await pick(page, 'how', 'in_person')
    await pick(page, 'present', 'carer')
  }
  await h.submit(page)
  await pastTold(h, page, seen)
  const path = new URL(page.url()).pathname
  h.check(path.endsWith('/explain'), 'the explanation comes before the first card', path)
  return path.replace(/\/explain$/, '')
}

/** After what was said was read back, adults say what they will do; here nothing, which is an end too. */
export async function noPromise (h, page, seen = async () => {}) {
  h.check(page.url().endsWith('/promise'), 'promises are made together, before the two part', page.url())
  await seen('promise')
  await h.follow(page, page.locator('form#talk a[href$="/end"]'))
}

/** What was promised before comes first; here it waits for another time. */
export async function pastTold (h, page, seen = async () => {}) {
  if (!page.url().endsWith('/told')) return
  await seen('told')
  await go(h, page, 'skip')
}

/** The code in the address of a card. */
export const codeOf = page => new URL(page.url()).pathname.split('/').pop()

/** A day so many days from now, in its three parts. */
export function day (inDays) {
  const d = new Date(Date.now() + inDays * 864e5)
  return { day: String(d.getUTCDate()), month: String(d.getUTCMonth() + 1), year: String(d.getUTCFullYear()) }
}

/** Fills in the page of a new promise. */
export async function fillPromise (page, { what, forYoung, due, item }) {
  await page.fill('textarea[name=what]', what)
  for (const [part, value] of Object.entries(due)) await page.fill(`input[name=due-${part}]`, value)
  await pick(page, 'agreed', 'yes')
  if (item) await pick(page, 'items', item)
  if (forYoung) await page.fill('textarea[name=what_for_young]', forYoung)
}

/** The text of the page's main part. */
export const text = page => page.locator('main').innerText()
