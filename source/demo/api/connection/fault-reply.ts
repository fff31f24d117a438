import {
	conflict,
	expired,
	internalError,
	serviceUnavailable,
	timedOut,
	tooManyRequests,
	unauthorized,
} from '../status.ts';
import type {Reply} from './exchange.ts';
import type {Fault} from './faults.ts';

/** The reply of a `status` fault, in the words of the real server. */
export function faultReply({status, retryAfterSeconds = 1}: Extract<Fault, {kind: 'status'}>): Reply {
	switch (status) {
		case 401:
			return unauthorized();
		case 409:
			return conflict({group: '', kind: 'objects', name: 'demo'});
		case 410:
			return expired('The resourceVersion for the provided list is too old.');
		case 429:
			return tooManyRequests(retryAfterSeconds);
		case 500:
			return internalError('a fault of the demo');
		case 503:
			return serviceUnavailable('the server is currently unable to handle the request');
		case 504:
			return timedOut();
	}
}
