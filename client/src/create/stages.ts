import type { StudioVideo } from '../api';
import { dateText, t } from '../i18n';

export const isOnItsWay = (video: StudioVideo) => ['uploading', 'checking', 'making'].includes(video.state);

/** For whom a video is, in a word or with its date. */
export function stageText(video: StudioVideo): string {
  if (video.stage === 'scheduled' && video.publish_at) return t('create.scheduled_for', { date: dateText(video.publish_at) });
  return t(`create.stage.${video.stage}`);
}

export const toneOf = (video: StudioVideo) =>
  video.state === 'refused' || video.stage === 'taken_down' ? 'bad' : isOnItsWay(video) || video.stage === 'scheduled' ? 'wait' : video.stage === 'published' ? 'good' : 'calm';

export const percentText = (part: number) => `${Math.round(part)} %`;
