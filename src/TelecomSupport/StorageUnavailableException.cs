namespace TelecomSupport;

/// <summary>A store could not take or give what was asked of it: unreachable, locked, full or damaged. Trying again later may help.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
