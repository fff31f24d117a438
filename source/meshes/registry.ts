import {application} from './application/application.ts';
import type {Mesh} from './contract.ts';
import {ingressNginx} from './ingress-nginx/ingress-nginx.ts';
import {istio} from './istio/istio.ts';
import {linkerd} from './linkerd/linkerd.ts';
import {opentelemetry} from './opentelemetry/opentelemetry.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [istio, linkerd, ingressNginx, opentelemetry, application] as const satisfies readonly Mesh[];
