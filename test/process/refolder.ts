import { openDatabase } from '../../src/engine/database.ts'
import { refold } from '../../src/engine/refold.ts'
import { createStore } from '../../src/engine/store.ts'
import { errand } from '../engine/errand.ts'

/** A start in which a new version of errands finds states of the old one: says `begun`, folds, says `done`. */
const store = createStore(await openDatabase(process.argv[2] ?? ''), { pause: async () => {} })
process.stdout.write('begun\n')
const log = { info() {}, error: console.error }
await refold({ store, deciders: [{ ...errand, version: 2 }], log })
process.stdout.write('done\n')
await store.close()
