import { known } from '../i18n/words';

const TONES: Record<string, 'calm' | 'good' | 'wait' | 'bad'> = {
  pending: 'wait',
  earned: 'wait',
  held: 'bad',
  payable: 'good',
  in_payout: 'good',
  paid: 'good',
  void: 'calm',
};

export const stateTone = (state: string) => TONES[state] ?? 'calm';
export const stateWord = (state: string): string => known(`payout.state.${state}`) ?? state;
