/** Whether credentials may go there: over TLS, on this machine, or because somebody said so. */
export function isSafeUrl(url: string, allowPlainHttp: boolean): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || allowPlainHttp || isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(hostname);
}
