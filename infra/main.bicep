// Everything that the app needs, in a resource group of its own. Nothing here has a key: the app reaches every service with one identity.
targetScope = 'subscription'

@minLength(2)
@maxLength(20)
@description('Names the deployment, such as dev or prod; part of every resource\'s name.')
param environmentName string

@description('The region. It must offer Flex Consumption and the models below.')
param location string

@description('The region of Azure OpenAI, when the models are not offered in the app\'s own.')
param openAiLocation string = location

@description('How requests prove who they are from. Jwt needs an authority and an audience.')
@allowed([
  'Jwt'
])
param authMode string = 'Jwt'

@minLength(1)
@description('The issuer of the customers\' tokens: an OpenID Connect provider\'s https URL.')
param authAuthority string

@minLength(1)
@description('The audience that the customers\' tokens are for.')
param authAudience string

@description('The chat model, and the deployment\'s name.')
param chatModel string = 'gpt-4o-mini'

@description('The chat model\'s version.')
param chatModelVersion string = '2024-07-18'

@description('Thousands of tokens a minute for the chat model.')
@minValue(1)
param chatCapacity int = 50

@description('The embedding model, and the deployment\'s name.')
param embeddingModel string = 'text-embedding-3-small'

@description('The embedding model\'s version.')
param embeddingModelVersion string = '1'

@description('Thousands of tokens a minute for the embedding model.')
@minValue(1)
param embeddingCapacity int = 50

@description('The tier of Azure AI Search. Free has neither a service level nor room for more than one such index.')
@allowed([
  'free'
  'basic'
  'standard'
])
param searchSku string = 'basic'

@description('Origins whose pages may call the API, separated by commas.')
param corsAllowedOrigins string = ''

@description('How many instances the app may grow to.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances for HTTP that are always ready, so that no customer waits for a cold start; 0 costs nothing while nobody writes.')
@minValue(0)
param alwaysReadyInstances int = 0

@description('The principal that may manage secrets and documents, such as the person who deploys; empty for nobody.')
param principalId string = ''

@description('The kind of that principal.')
@allowed([
  'User'
  'Group'
  'ServicePrincipal'
])
param principalType string = 'User'

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var identityName = 'id-${token}'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: identityName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    name: token
    location: location
    tags: tags
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
    principalId: principalId
    principalType: principalType
  }
}

module search 'modules/search.bicep' = {
  scope: group
  params: {
    name: 'srch-${token}'
    location: location
    tags: tags
    sku: searchSku
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
  }
}

module openAi 'modules/openai.bicep' = {
  scope: group
  params: {
    name: 'oai-${token}'
    location: openAiLocation
    tags: tags
    chatModel: chatModel
    chatModelVersion: chatModelVersion
    chatCapacity: chatCapacity
    embeddingModel: embeddingModel
    embeddingModelVersion: embeddingModelVersion
    embeddingCapacity: embeddingCapacity
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
  }
}

module keyVault 'modules/keyvault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
    principalId: principalId
    principalType: principalType
  }
}

module app 'modules/functionapp.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainerUrl: storage.outputs.packageContainerUrl
    connectionString: monitoring.outputs.connectionString
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    settings: {
      Auth__Mode: authMode
      Auth__Authority: authAuthority
      Auth__Audience: authAudience
      Cors__AllowedOrigins: corsAllowedOrigins
      Storage__Provider: 'Azure'
      // The app's own folder is read-only in Azure. Nothing that must last is kept here.
      Storage__Path: '/tmp/telecomsupport'
      Knowledge__Provider: 'AzureAISearch'
      Knowledge__Container: storage.outputs.documentsContainer
      Search__Endpoint: search.outputs.endpoint
      Models__Provider: 'AzureOpenAI'
      Models__Endpoint: openAi.outputs.endpoint
      Models__ChatModel: chatModel
      Models__EmbeddingModel: embeddingModel
      Models__ManagedIdentityClientId: identity.outputs.clientId
      KeyVault__Uri: keyVault.outputs.uri
    }
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_SUPPORT_NAME string = app.outputs.name
output SERVICE_SUPPORT_URI string = app.outputs.uri
output STORAGE_ACCOUNT string = storage.outputs.name
output DOCUMENTS_CONTAINER string = storage.outputs.documentsContainer
output KEY_VAULT_NAME string = keyVault.outputs.name
