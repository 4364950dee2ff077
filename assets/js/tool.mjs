// The practice tool: cards for two people at one device, where there may be no network. See tool/home.mjs for its first
// page and tool/table.mjs for a sitting. Nothing anybody says stands in any storage in a form that could be read.
import { able } from './tool/device.mjs'
import { takePictures } from './tool/dom.mjs'
import { leaveByShift } from './tool/frame.mjs'
import { home, isSitting, leaveNow, online } from './tool/home.mjs'
import { read, startWorker } from './tool/prepare.mjs'
import { takeWords } from './tool/voice.mjs'

const [words, pictures] = await Promise.all([read('/tool/words.json').then(a => a.json()), read('/tool/pictures.svg').then(a => a.text())])
takeWords(words)
takePictures(pictures)
leaveByShift(() => { if (isSitting()) leaveNow() })
await home()
addEventListener('online', online)
if (able()) startWorker().catch(() => {}) // without it the page works while there is a network; preparing says what is missing
online()
