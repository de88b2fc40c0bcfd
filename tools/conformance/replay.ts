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

/** Replays the recordings of a file, or of all JSON files of a folder, one after the other. */
export async function replay(place: string): Promise<Replay[]> {
  const files = statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(place, name))
    : [place];

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
