import type { Video } from '../api';

const LONG_MS = 60_000;
/** The best rung needs about 2 Mbit/s, and the next video is fetched at the same time. */
const BEST_MBPS = 4.5;
const SMOOTH_FOR_BEST = 2;

interface Connection {
  saveData?: boolean;
  effectiveType?: string;
  downlink?: number;
}

// What this visit has shown of the network: a stall lowers the rung of the videos that follow, smooth ones raise it.
let stalls = 0;
let smooth = 0;

/** To be told when a video had to wait for its bytes while somebody watched. */
export function noteStall(): void {
  stalls += 1;
  smooth = 0;
}

/** To be told when a video played its whole length without waiting. */
export function noteSmooth(): void {
  smooth += 1;
  if (smooth >= SMOOTH_FOR_BEST) stalls = 0;
}

function wanted(): 'low' | 'mid' | 'best' {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  if (connection?.saveData || ['slow-2g', '2g'].includes(connection?.effectiveType ?? '') || stalls > 1) return 'low';
  const isFast = connection?.downlink === undefined ? smooth >= SMOOTH_FOR_BEST : connection.downlink >= BEST_MBPS;
  return isFast && stalls === 0 ? 'best' : 'mid';
}

/** The rung that suits this network. Short clips start from one fast-start file, no library needed. */
export function rungOf(video: Video): string | null {
  const rungs = { low: video.mp4_low_url, mid: video.mp4_mid_url, best: video.mp4_url };
  return rungs[wanted()] ?? video.mp4_url ?? video.mp4_low_url;
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
