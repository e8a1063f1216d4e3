import { spawnSync } from 'node:child_process'
import { it, expect, onTestFinished } from 'vitest'
import { untilReady } from './bot-process.ts'
import { world, depth } from './world.ts'
import { mkdirSync, rmSync } from 'node:fs'
const sh = (c: string) => { const r = spawnSync(c, { shell: true }); return `${r.status} ${r.stdout}${r.stderr}` }
const HOW = process.env.HOW
it('try', { timeout: 120_000 }, async () => {
  const data = HOW === 'ext' ? '/tmp/ext/data' : '/tmp/sl/data'
  if (HOW === 'ext') console.log(sh('mount -o loop,errors=remount-ro /tmp/ext.img /tmp/ext'))
  rmSync(data, { recursive: true, force: true }); mkdirSync(data, { recursive: true })
  onTestFinished(() => { sh(`chattr -i ${data}/*`); if (HOW === 'ext') sh('umount -l /tmp/ext') })
  const { url, start, type } = await world()
  const bot = start({ DATA_DIR: data, LOG_LEVEL: 'info' })
  await untilReady(bot, url)
  console.log(await type('/incident declare sev3 Before'))
  for (let n = 0; n < 5; n += 1) await type(`/incident note INC-1 a${n}`)
  await new Promise((r) => setTimeout(r, 3000))
  const before = bot.said().length
  if (HOW === 'ext') console.log(sh('sync; echo 1 > /sys/fs/ext4/loop0/trigger_fs_error'))
  else if (HOW === 'imm') console.log(sh(`sync; chattr +i ${data}/tocsin.db ${data}/tocsin.db-wal`))
  else console.log(sh(`sync; chattr +i ${data}/*`))
  for (let n = 0; n < 4; n += 1) {
    const t = performance.now()
    console.log(await type(`/incident note INC-1 b${n}`), Math.round(performance.now() - t), 'ms', bot.child.exitCode, bot.child.signalCode)
    await new Promise((r) => setTimeout(r, 4000))
    const ready = await fetch(`${url}/readyz`).catch(String)
    console.log(typeof ready === 'string' ? ready : await ready.text())
  }
  console.log('LIST', (await type('/incident list')).slice(0, 200))
  const u = (bot.child.pid !== undefined) ? sh(`cat /proc/${bot.child.pid}/stat`).split(' ').slice(14, 16) : ''
  console.log(u)
  console.log(sh(`chattr -i ${data}/*`))
  for (let n = 0; n < 3; n += 1) {
    console.log(await type(`/incident note INC-1 c${n}`), bot.child.exitCode, bot.child.signalCode)
    await new Promise((r) => setTimeout(r, 2000))
    const ready = await fetch(`${url}/readyz`).catch(String)
    console.log(typeof ready === 'string' ? ready : await ready.text(), await depth(url).catch(String))
  }
  console.log(bot.said().slice(before))
  bot.child.kill('SIGTERM')
  console.log(await bot.ended)
})
