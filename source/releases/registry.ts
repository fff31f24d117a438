import {argoRollouts} from './argo-rollouts/argo-rollouts.ts';
import type {ReleaseBackend} from './contract.ts';
import {flagger} from './flagger/flagger.ts';
import {grpcRoute} from './routes/kinds/grpc-route.ts';
import {httpRoute} from './routes/kinds/http-route.ts';
import {ingressCanary} from './routes/kinds/ingress-canary.ts';
import {linkerdHttpRoute} from './routes/kinds/linkerd-http-route.ts';
import {serviceSplitter} from './routes/kinds/service-splitter.ts';
import {traefikService} from './routes/kinds/traefik-service.ts';
import {trafficSplit} from './routes/kinds/traffic-split.ts';
import {virtualService} from './routes/kinds/virtual-service.ts';
import {serviceSelector} from './service-selector/service-selector.ts';
import {daemonSet} from './workloads/daemon-set/daemon-set.ts';
import {deployment} from './workloads/deployment/deployment.ts';
import {statefulSet} from './workloads/stateful-set/stateful-set.ts';

/** Every release backend. An object for which its backend names an owner by `ownedBy` is no release of its own. */
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
	traefikService,
	ingressCanary,
] as const satisfies readonly ReleaseBackend[];
