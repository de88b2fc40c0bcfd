/** What a real provider, and the service behind it, did: the form of the files in recordings/. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What was planned for one resource. */
export interface RecordedChange {
  /** `create`, `update`, `delete`, `delete/create` or `no-op`. */
  readonly actions: string;

  /** Dotted paths of the attributes that force a replacement. */
  readonly replace_paths?: readonly string[] | null;

  /** Planned values, as far as they are known. */
  readonly after?: Json;

  /** Dotted paths of what is known after apply only. */
  readonly unknown?: readonly string[] | null;
}

export interface RefusedPlan {
  readonly error: readonly string[];
}

/** One configuration in a row of them, each of which was planned, applied and planned again. */
export interface RecordedStep {
  readonly config: { readonly [block: string]: Json };

  /** By address, or the messages with which it was refused. */
  readonly plan: Readonly<Record<string, RecordedChange>> | RefusedPlan;

  readonly apply?: {
    readonly error?: readonly string[];

    /** Values in the state, by address; what a machine made up is `<uuid>` or `<time>`, or left out. */
    readonly state?: Readonly<Record<string, Json>>;

    /** What Terraform would do if it planned once more, by address. */
    readonly second_plan?: Readonly<Record<string, RecordedChange>>;
  };
}

export interface RecordedCase {
  readonly name: string;
  readonly steps: readonly RecordedStep[];
}

export interface StepRecording {
  /** Such as `hashicorp/kubernetes 2.38.0`. */
  readonly provider: string;

  /** What the provider spoke to. */
  readonly server?: string;
  readonly recorded: string;
  readonly cases: readonly RecordedCase[];
}

/** What `terraform validate` said about one resource. */
export interface RecordedValidation {
  readonly name: string;
  readonly resource: string;
  readonly config: { readonly [argument: string]: Json };

  /** Empty when the provider took it. */
  readonly refused: readonly string[];
}

export interface ValidationRecording {
  readonly provider: string;
  readonly recorded: string;
  readonly cases: readonly RecordedValidation[];
}

/** What the provider planned for one resource of a cluster when one key of aks.yaml changed. */
export interface RecordedKeyChange {
  readonly change: {
    readonly key: string;
    readonly from?: unknown;
    readonly to?: unknown;
    readonly beside?: Readonly<Record<string, unknown>>;
  };
  readonly resource: string;
  readonly action: string;
  readonly replace_paths?: readonly string[] | null;
  readonly unknown_after?: readonly string[] | null;
}

export interface KeyChangeRecording {
  readonly provider: string;
  readonly recorded: string;
  readonly cases: readonly RecordedKeyChange[];
}

export type Recording = StepRecording | ValidationRecording | KeyChangeRecording;

export function isStepRecording(recording: Recording): recording is StepRecording {
  return recording.cases.some((one) => 'steps' in one);
}

export function isValidationRecording(recording: Recording): recording is ValidationRecording {
  return recording.cases.some((one) => 'refused' in one);
}

export function isRefused(plan: RecordedStep['plan']): plan is RefusedPlan {
  return Array.isArray((plan as RefusedPlan).error);
}
