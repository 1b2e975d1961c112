/** Tests of the Kubernetes manifests and the image. */
@NullMarked
package dev.sessioncleanup.k8s;

import org.jspecify.annotations.NullMarked;
