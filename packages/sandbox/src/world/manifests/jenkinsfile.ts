import { imageName, ServiceSpec } from '../services';

/** The pipeline of a service that Jenkins builds, with what it deploys by itself. */
export function jenkinsfile(service: ServiceSpec): string {
  return `pipeline {
  agent any
  options { disableConcurrentBuilds() }
  stages {
    stage('Build') { steps { sh './ci/build' } }
    stage('Test') {
      steps { sh 'test ! -e FAIL && ./ci/test' }
      post { always { junit 'reports/*.xml' } }
    }
    stage('Publish') {
      when { branch 'main' }
      steps { sh './ci/publish localhost:7140/${imageName(service)}' }
    }
    stage('Deploy') {
      when { branch 'main' }
      steps {
        build job: '/${service.jenkins?.deploy}', parameters: [
          string(name: 'ENVIRONMENT', value: 'development'),
          string(name: 'VERSION', value: readFile('VERSION').trim())
        ]
        sh './ci/bump-gitops ${service.name} staging'
      }
    }
  }
}
`;
}
