import { Synthesized } from './synth';

export const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const OTHER = '1c1f2ad4-0c9b-4a43-a6a5-1f0a4b3f8a10';

/** The import blocks: address without cdktf's hash, then ID. */
export function imports({ json }: Synthesized): Record<string, string> {
  const blocks = (JSON.parse(json) as { import?: { to: string; id: string }[] }).import ?? [];
  return Object.fromEntries(blocks.map(({ to, id }) => [to.replace(/_[0-9A-F]{8}$/, ''), id]));
}

export function errorOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
