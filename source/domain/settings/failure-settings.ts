import type {ConfigurationBlocks} from './configuration-blocks.ts';
import type {Protocol, StatusList} from './status-list.ts';

/** What is configured to be a failure; a part that is left out is set elsewhere, or is as the mesh has it. */
export type FailureSettings = Readonly<Partial<Record<Protocol, StatusList>>>;

/** What the configuration file says of failures for one context. */
export type FailureConfiguration = ConfigurationBlocks<FailureSettings>;

/** `perch.dev/failures-http: "429, 404"`. */
export const failuresAnnotationPrefix = 'perch.dev/failures-';
