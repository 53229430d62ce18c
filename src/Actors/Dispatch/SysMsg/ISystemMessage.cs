namespace Helios.Actors.Dispatch.SysMsg;

/// <summary>A message between the parts of the kernel. It overtakes user messages.</summary>
public interface ISystemMessage;
