import type { Video } from '../api';

const LONG_MS = 60_000;

interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

function isSlow(): boolean {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  return Boolean(connection?.saveData) || ['slow-2g', '2g', '3g'].includes(connection?.effectiveType ?? '');
}

/** The rung that suits this network. Short clips start from one fast-start file, no library needed. */
export function rungOf(video: Video): string | null {
  return (isSlow() ? video.mp4_low_url : null) ?? video.mp4_url ?? video.mp4_low_url;
}

/** Long videos, and those without a file, play by HLS. */
export function wantsHls(video: Video): boolean {
  return Boolean(video.hls_url) && (video.duration_ms > LONG_MS || !rungOf(video));
}

/** Attaches the HLS stream; the library is fetched only now. Returns the undoing. */
export async function attachHls(element: HTMLVideoElement, url: string): Promise<() => void> {
  const { default: Hls } = await import('hls.js/light');
  if (!Hls.isSupported()) {
    element.src = url;
    return () => element.removeAttribute('src');
  }
  const stream = new Hls({ enableWorker: false, capLevelToPlayerSize: true });
  stream.loadSource(url);
  stream.attachMedia(element);
  return () => stream.destroy();
}
