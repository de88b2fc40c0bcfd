import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Comparison } from './compare';
import { isStepRecording, isValidationRecording, Recording } from './recording';
import { replayKeyChanges } from './replay-key-changes';
import { replaySteps } from './replay-steps';
import { replayValidations } from './replay-validations';

export const RECORDINGS = join(__dirname, 'recordings');

/** A recording and what its replay has found. */
export interface Replay {
  readonly recording: Recording;
  readonly comparisons: readonly Comparison[];
}

/** The file, or all JSON files of the folder. */
export function filesIn(place: string): string[] {
  return statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(place, name))
    : [place];
}

/** Replays the recordings, one after the other. */
export async function replay(files: readonly string[]): Promise<Replay[]> {
  const replays: Replay[] = [];
  for (const file of files) {
    const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
    replays.push({ recording, comparisons: await compared(recording) });
  }
  return replays;
}

async function compared(recording: Recording): Promise<Comparison[]> {
  if (isStepRecording(recording)) {
    return replaySteps(recording);
  }
  return isValidationRecording(recording) ? replayValidations(recording) : replayKeyChanges(recording);
}
