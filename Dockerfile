# Builds the distribution as ./outrigger does, and runs it: docs/docker.md
FROM debian:bookworm AS build
COPY . /src
RUN /src/outrigger demo

FROM debian:bookworm
RUN apt-get update \
  && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/distribution/target/outrigger-*/ /opt/outrigger/
# The class data archive is of the place where it lies.
RUN /opt/outrigger/bin/outrigger archive
ENV PATH=/opt/outrigger/bin:$PATH
ENTRYPOINT ["outrigger"]
CMD ["demo"]
