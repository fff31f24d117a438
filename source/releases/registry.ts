import {argoRollouts} from './argo-rollouts/argo-rollouts.ts';
import type {ReleaseBackend} from './contract.ts';
import {daemonSet} from './daemon-set/daemon-set.ts';
import {deployment} from './deployment/deployment.ts';
import {flagger} from './flagger/flagger.ts';
import {grpcRoute} from './grpc-route.ts';
import {httpRoute} from './http-route.ts';
import {linkerdHttpRoute} from './linkerd-http-route.ts';
import {serviceSelector} from './service-selector/service-selector.ts';
import {serviceSplitter} from './service-splitter.ts';
import {statefulSet} from './stateful-set/stateful-set.ts';
import {trafficSplit} from './traffic-split.ts';
import {virtualService} from './virtual-service.ts';

/** Every release backend. An object that one of them leaves to another by `ownedBy` is no release of its own. */
export const releaseBackends = [
	argoRollouts,
	flagger,
	serviceSelector,
	deployment,
	statefulSet,
	daemonSet,
	virtualService,
	httpRoute,
	grpcRoute,
	linkerdHttpRoute,
	trafficSplit,
	serviceSplitter,
] as const satisfies readonly ReleaseBackend[];
