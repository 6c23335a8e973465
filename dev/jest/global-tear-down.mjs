export default async function tearDown() {
  await globalThis.iliumTestServers?.stop();
}
