namespace Helios.Actors.Dispatch;

/// <summary>A message that a control-aware mailbox serves before others.</summary>
public interface IControlMessage;
