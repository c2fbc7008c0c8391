# Builds the distribution, with the C side for the image's architecture, and runs it: docs/docker.md
ARG BASE=debian:bookworm

FROM ${BASE} AS build
COPY . /src
# Sets up what is missing, builds, and shows that it runs.
RUN /src/outrigger demo
RUN mv /src/distribution/target/outrigger-*/ /opt/outrigger

FROM ${BASE}
RUN apt-get update \
  && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --no-create-home outrigger \
  && install -d -m 700 -o outrigger -g outrigger /run/outrigger
COPY --from=build /opt/outrigger /opt/outrigger
# The class data archive is of the place where it lies.
RUN /opt/outrigger/bin/outrigger archive
ENV PATH=/opt/outrigger/bin:$PATH LANG=C.UTF-8
USER outrigger
# For the sockets: whoever may connect to one can end the process that listens there.
WORKDIR /run/outrigger
ENTRYPOINT ["outrigger"]
CMD ["demo"]
