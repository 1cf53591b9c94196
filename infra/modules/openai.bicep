param name string
param location string
param tags object
param chatModel string
param chatModelVersion string
param chatCapacity int
param embeddingModel string
param embeddingModelVersion string
param embeddingCapacity int
param identityName string
param identityPrincipalId string

var openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    // Identities are only taken on a host name of the resource's own.
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }

  resource chat 'deployments' = {
    name: chatModel
    sku: {
      name: 'GlobalStandard'
      capacity: chatCapacity
    }
    properties: {
      model: {
        format: 'OpenAI'
        name: chatModel
        version: chatModelVersion
      }
      versionUpgradeOption: 'OnceCurrentVersionExpired'
    }
  }

  resource embedding 'deployments' = {
    name: embeddingModel
    sku: {
      name: 'GlobalStandard'
      capacity: embeddingCapacity
    }
    properties: {
      model: {
        format: 'OpenAI'
        name: embeddingModel
        version: embeddingModelVersion
      }
      versionUpgradeOption: 'OnceCurrentVersionExpired'
    }
    // An account takes one deployment at a time.
    dependsOn: [chat]
  }
}

resource user 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identityName, openAiUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output endpoint string = account.properties.endpoint
